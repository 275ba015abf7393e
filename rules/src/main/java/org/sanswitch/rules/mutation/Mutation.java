package org.sanswitch.rules.mutation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What changes in one class.
 *
 * @param className binary name of the class that changes
 * @param method the only method that changes, with its lambdas; null for all
 * @param kind what is replaced
 * @param member {@code Owner.name} of the method or field that is used, empty for a whole body
 * @param replacement what stands in its place, or null for nothing
 */
record Mutation(String className, @Nullable String method, Kind kind, String member,
    @Nullable Replacement replacement) {

  /** What of the code is replaced. */
  enum Kind {
    CALL, READ, BODY
  }

  /**
   * A static method that is called instead. It is given the receiver and the arguments, or the first
   * few of them; what it returns is cast to what the code expects.
   *
   * @param className binary name of its class
   * @param method its name, which no other method of the class has
   */
  record Replacement(String className, String method) {}

  /** {@return whether it changes the method, or a lambda in it} */
  boolean changes(String name) {
    return method == null || name.equals(method) || name.startsWith("lambda$" + method + "$");
  }

  /** {@return whether a use of a member is the one that it replaces} */
  boolean replaces(String ownerInternalName, String name) {
    String owner = ownerInternalName.replace('/', '.').replace('$', '.');
    return ("." + owner + "." + name).endsWith("." + member);
  }

  @Override
  public String toString() {
    String place = className + (method == null ? "" : "." + method);
    String what = kind == Kind.BODY
        ? "the body"
        : kind.name().toLowerCase(Locale.ROOT) + " of " + member;
    return "in " + place + ": " + what + (replacement == null
        ? " dropped"
        : " becomes " + replacement.className() + "." + replacement.method());
  }
}
