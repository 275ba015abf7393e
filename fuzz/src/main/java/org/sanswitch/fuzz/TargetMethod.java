package org.sanswitch.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What a target does with an input.
 *
 * @param method {@code fuzzerTestOneInput}
 */
record TargetMethod(Method method) {

  static TargetMethod of(Class<?> target) {
    try {
      Method method = target.getDeclaredMethod("fuzzerTestOneInput", byte[].class);
      method.setAccessible(true);
      return new TargetMethod(method);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException("no target: " + target, e);
    }
  }

  /** Runs one input; what the target throws is thrown. */
  void run(byte[] input) throws Throwable {
    try {
      var _ = method.invoke(null, input.clone());
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
