package org.sanswitch.tck.broken;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rules that cannot but fall with the one that a broken provider breaks. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface AlsoFalls {

  /** {@return the ids} */
  String[] value() default {};

  /** {@return whether the kit can show nothing at all of such a provider} */
  boolean hidesTheRest() default false;
}
