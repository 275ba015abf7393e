package org.sanswitch.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/** Put on a bundle's package or component: it provides a SAN, and a resolver can require one. */
@Capability(namespace = SanProvider.NAMESPACE)
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface SanProvider {

  /** The capability namespace. */
  String NAMESPACE = "org.sanswitch.provider";

  /** {@return name of the provider or adapter} */
  @Attribute
  String name();
}
