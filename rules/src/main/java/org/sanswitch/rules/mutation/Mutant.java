package org.sanswitch.rules.mutation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small change of production code, and the tests that catch it. Written as a constant with the
 * rules that it {@link org.sanswitch.rules.Breaks}:
 *
 * <pre>{@code
 * @Breaks("CLO-7")
 * static final Mutant CLOSE_DOES_NOT_DRAIN = Mutant.in("org.sanswitch.impl.session.CloseProcedure")
 *   .method("begin")
 *   .call("Gate.await").drop()
 *   .killedBy("org.sanswitch.impl.session.CloseTest#closeWaitsForWhatWasSent");
 * }</pre>
 *
 * <p>Classes that change are named by strings, as most are not visible. Members are named
 * {@code Owner.name}: the simple or the full name of the class that the call names (of a nested one
 * {@code Outer.Nested}), and the member. All overloads of a method change. A name that fits nothing
 * makes the mutant fail.
 */
public final class Mutant {

  private static final Duration DEFAULT_BOUND = Duration.ofSeconds(10);

  private final Mutation mutation;
  private final List<String> killers;
  private final Duration bound;

  private Mutant(Mutation mutation, List<String> killers, Duration bound) {
    this.mutation = mutation;
    this.killers = killers;
    this.bound = bound;
  }

  /**
   * Names the class that changes.
   *
   * @param binaryName its binary name
   * @return the place, to be narrowed to a method
   */
  public static Place in(String binaryName) {
    return new Place(binaryName, null);
  }

  /**
   * Gives the tests more or less time: a mutant that hangs counts as caught once it is over.
   *
   * @param longest the bound, 10 s if none is given
   * @return the same mutant with that bound
   */
  public Mutant within(Duration longest) {
    return new Mutant(mutation, killers, longest);
  }

  Mutation mutation() {
    return mutation;
  }

  /** {@return the tests, as {@code Class} or {@code Class#method}} */
  List<String> killers() {
    return killers;
  }

  Duration bound() {
    return bound;
  }

  @Override
  public String toString() {
    return mutation.toString();
  }

  /** Where something changes. */
  public static final class Place {

    private final String className;
    private final @Nullable String method;

    private Place(String className, @Nullable String method) {
      this.className = className;
      this.method = method;
    }

    /**
     * Narrows the change to a method and its lambdas.
     *
     * @param name its name, {@code <init>} for constructors
     * @return the narrowed place
     */
    public Place method(String name) {
      return new Place(className, name);
    }

    /**
     * Changes the calls of a method; not those by way of a method reference.
     *
     * @param member {@code Owner.name}
     * @return what is to be said next
     */
    public Change call(String member) {
      return new Change(this, Mutation.Kind.CALL, member);
    }

    /**
     * Changes where a field is read, an enum constant for instance. Constants that the compiler
     * copies are not read.
     *
     * @param member {@code Owner.name}
     * @return what is to be said next
     */
    public Change read(String member) {
      return new Change(this, Mutation.Kind.READ, member);
    }

    /** {@return the change of the whole body of the method} */
    public Change body() {
      if (method == null) {
        throw new MutantException("in " + className + ": the body of which method?");
      }
      return new Change(this, Mutation.Kind.BODY, "");
    }
  }

  /** What changes; still to be said: what it becomes. */
  public static final class Change {

    private final Place place;
    private final Mutation.Kind kind;
    private final String member;

    private Change(Place place, Mutation.Kind kind, String member) {
      this.place = place;
      this.kind = kind;
      this.member = member;
    }

    /** {@return the change to nothing; where a value is expected, to 0, false or null} */
    public Unkilled drop() {
      return new Unkilled(new Mutation(place.className, place.method, kind, member, null));
    }

    /**
     * Calls a static method instead. It is given the receiver, if there is one, and the arguments,
     * or as many of them as it has parameters; a parameter whose class is not visible may be an
     * Object. What it returns is cast to what the code expects.
     *
     * @param owner a class of the tests, public unless it is in the package of the mutated class
     * @param method a static method of it that is not overloaded, visible from the mutated class
     * @return what is to be said next
     */
    public Unkilled becomes(Class<?> owner, String method) {
      return new Unkilled(new Mutation(place.className, place.method, kind, member,
          new Mutation.Replacement(owner.getName(), method)));
    }
  }

  /** A mutant whose tests are still to be named. */
  public static final class Unkilled {

    private final Mutation mutation;

    private Unkilled(Mutation mutation) {
      this.mutation = mutation;
    }

    /**
     * Names the tests of which at least one must fail.
     *
     * @param tests each as {@code Class} or {@code Class#method}, full names
     * @return the mutant
     */
    public Mutant killedBy(String... tests) {
      if (tests.length == 0) {
        throw new MutantException(mutation + ": killed by no test");
      }
      return new Mutant(mutation, List.of(tests), DEFAULT_BOUND);
    }
  }
}
