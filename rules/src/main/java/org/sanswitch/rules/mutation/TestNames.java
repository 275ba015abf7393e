package org.sanswitch.rules.mutation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sanswitch.rules.Rules;

/** Tests by name: {@code Class} or {@code Class#method}. */
final class TestNames {

  private static final String SEPARATOR = "#";

  private TestNames() {}

  /**
   * {@return the class of a test}
   *
   * @throws MutantException if there is none
   */
  static Class<?> type(ClassLoader loader, String test) {
    String name = test.split(SEPARATOR, 2)[0];
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new MutantException("there is no test class " + name, e);
    }
  }

  /**
   * {@return the methods of that name, also inherited ones; none if the whole class is meant}
   *
   * @throws MutantException if there is none of the name
   */
  static List<Method> methods(Class<?> type, String test) {
    String[] parts = test.split(SEPARATOR, 2);
    List<Method> found = new ArrayList<>();
    if (parts.length == 1) {
      return found;
    }
    for (Class<?> at = type; at != null && found.isEmpty(); at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals(parts[1]) && !method.isSynthetic()) {
          found.add(method);
        }
      }
    }
    if (found.isEmpty()) {
      throw new MutantException("there is no test " + test);
    }
    return found;
  }

  /** {@return the rules that a test shows by its annotations} */
  static Set<String> rules(ClassLoader loader, String test) {
    Class<?> type = type(loader, test);
    List<Method> methods = methods(type, test);
    List<AnnotatedElement> elements = new ArrayList<>(
        methods.isEmpty() ? Arrays.asList(type.getDeclaredMethods()) : methods);
    elements.add(type);
    Set<String> rules = new HashSet<>();
    for (AnnotatedElement element : elements) {
      Rules shown = element.getAnnotation(Rules.class);
      if (shown != null) {
        rules.addAll(List.of(shown.value()));
      }
    }
    return rules;
  }
}
