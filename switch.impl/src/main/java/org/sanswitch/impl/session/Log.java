package org.sanswitch.impl.session;

/** The logger of the session layer. */
final class Log {

  static final System.Logger LOGGER = System.getLogger("org.sanswitch.session");

  private Log() {}
}
