package org.sanswitch.impl.provider;

/** Ways in which a provider can break the contract of the upcall table; text for the log. */
enum Breach {
  FOREIGN_HANDLE("an upcall names a handle that is not one of this provider's"),
  CLOSED_HANDLE("an upcall names a handle after WPUCloseSocketHandle (CLO-4)"),
  NOT_COMPLETE("WPUCompleteOverlappedRequest for an operation that is not complete (CMP-3)"),
  POLL_ONLY("WPUCompleteOverlappedRequest for a poll-only operation (CMP-2)"),
  NO_SINK("WPUCompleteOverlappedRequest for a socket on which nothing was posted"),
  SWITCH_FAILED("the switch failed inside an upcall"),
  THROWS("a function of it threw what it must not throw"),
  HANDLE_COUNT("WSPSocket or WSPAccept did not make exactly one handle (SOC-2)");

  private final String text;

  Breach(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
