package org.sanswitch.impl.session;

/** Is told of the readiness of a stream; itself decides when the provider has to tell promptly. */
@FunctionalInterface
public interface Watcher {

  /**
   * The stream may have become readable or writable. Called by any thread, inside an upcall of the
   * provider too; it must not block, and must not look into the provider.
   *
   * @return whether the provider is to be asked for prompt notification again, since nobody looks
   */
  boolean mayBeReady();
}
