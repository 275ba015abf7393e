/**
 * Mutants: small named changes of production code, made when a class is loaded, each of which the
 * ordinary tests must catch.
 *
 * <p>A {@link org.sanswitch.rules.mutation.Mutant} says which code changes how, and names the tests
 * that must fail then. {@link org.sanswitch.rules.mutation.MutantChecks} runs them: first without
 * the change, where they must pass, then with it. What a call becomes is an ordinary static method
 * in the test sources, so a mutant can be read.
 */
@NullMarked
package org.sanswitch.rules.mutation;

import org.jspecify.annotations.NullMarked;
