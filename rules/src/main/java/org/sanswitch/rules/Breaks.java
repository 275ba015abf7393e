package org.sanswitch.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules that a mutant breaks: a broken provider, or a mutation of the switch. The tests that
 * show these rules must fail with it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface Breaks {

  /** {@return the ids, as {@code "CLO-4"}} */
  String[] value();
}
