package org.sanswitch.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules that a test, or a check of the compatibility kit, shows to be kept: ids as in
 * {@code docs/rules.md}. On a class it holds for all its tests.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface Rules {

  /** {@return the ids, as {@code "CLO-4"}} */
  String[] value();
}
