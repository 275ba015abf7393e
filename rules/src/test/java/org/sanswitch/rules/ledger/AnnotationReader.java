package org.sanswitch.rules.ledger;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Reads the annotations of one source file, and the names of its classes. Used once. */
final class AnnotationReader extends TreeScanner<Void, Void> {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

  private final String module;
  private final boolean testSource;
  private final Deque<String> around = new ArrayDeque<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  /**
   * Makes a reader.
   *
   * @param module directory of the module
   * @param testSource whether a method that shows a rule must be a test
   */
  AnnotationReader(String module, boolean testSource) {
    this.module = module;
    this.testSource = testSource;
  }

  List<Claim> claims() {
    return claims;
  }

  List<String> types() {
    return types;
  }

  List<String> mistakes() {
    return mistakes;
  }

  @Override
  public Void visitClass(ClassTree node, Void unused) {
    around.addLast(node.getSimpleName().toString());
    types.add(type());
    read(node.getModifiers(), "");
    super.visitClass(node, unused);
    around.removeLast();
    return null;
  }

  @Override
  public Void visitMethod(MethodTree node, Void unused) {
    int before = claims.size();
    read(node.getModifiers(), node.getName().toString());
    boolean shows = claims.subList(before, claims.size())
      .stream()
      .anyMatch(claim -> claim.kind() == Claim.Kind.SHOWS);
    if (testSource && shows && node.getModifiers()
      .getAnnotations()
      .stream()
      .noneMatch(annotation -> TEST_ANNOTATIONS.contains(name(annotation)))) {
      mistakes.add(module + ": " + type() + "." + node.getName() + " shows a rule, but is no test");
    }
    return super.visitMethod(node, unused);
  }

  @Override
  public Void visitVariable(VariableTree node, Void unused) {
    read(node.getModifiers(), node.getName().toString());
    return super.visitVariable(node, unused);
  }

  private String type() {
    return String.join(".", around);
  }

  private static String name(AnnotationTree annotation) {
    String full = annotation.getAnnotationType().toString();
    return full.substring(full.lastIndexOf('.') + 1);
  }

  private void read(ModifiersTree modifiers, String member) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      switch (name(annotation)) {
        case "Rules" -> claim(Claim.Kind.SHOWS, annotation, member);
        case "Breaks" -> claim(Claim.Kind.BREAKS, annotation, member);
        default -> {
        }
      }
    }
  }

  private void claim(Claim.Kind kind, AnnotationTree annotation, String member) {
    for (ExpressionTree argument : annotation.getArguments()) {
      ExpressionTree value =
          argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
      List<? extends ExpressionTree> ids =
          value instanceof NewArrayTree array ? array.getInitializers() : List.of(value);
      for (ExpressionTree id : ids) {
        if (id instanceof LiteralTree literal && literal.getValue() instanceof String rule) {
          claims.add(new Claim(kind, rule, module, type(), member));
        } else {
          mistakes.add(module + ": " + type() + " names a rule by " + id + ", not by its id");
        }
      }
    }
  }
}
