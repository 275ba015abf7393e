package org.sanswitch.impl.session;

/** The credits of one session: two classes, two directions. */
final class Credits {

  private final PeerCredits peerData = new PeerCredits("data");
  private final PeerCredits peerControl = new PeerCredits("control");
  private final OwnCredits ownData;
  private final OwnCredits ownControl;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean negotiated;

  Credits(int dataReceives, int controlReceives) {
    ownData = new OwnCredits("data", dataReceives);
    ownControl = new OwnCredits("control", controlReceives);
  }

  /**
   * Takes what the peer announced.
   *
   * @param data how many data receives it has posted
   * @param mostData how many it will have posted at most
   * @param control how many control receives it has posted
   * @param mostControl how many it will have posted at most
   */
  void negotiated(int data, int mostData, int control, int mostControl) {
    peerData.announce(data, mostData);
    peerControl.announce(control, mostControl);
    negotiated = true;
  }

  boolean isNegotiated() {
    return negotiated;
  }

  PeerCredits peerData() {
    return peerData;
  }

  PeerCredits peerControl() {
    return peerControl;
  }

  OwnCredits ownData() {
    return ownData;
  }

  OwnCredits ownControl() {
    return ownControl;
  }

  /**
   * {@return whether a CREDIT is due and may be sent now}
   *
   * <p>The last control credit is kept for the CREDIT that gives the peer half of its control
   * credits back: so neither side can run dry while the other waits.
   *
   * @param acknowledge whether an acknowledgement alone makes it due
   */
  boolean mayCredit(boolean acknowledge) {
    int available = peerControl.available();
    if (available < 1) {
      return false;
    }
    return ownControl.isHalfUnannounced()
        || (available >= 2 && (acknowledge || ownData.isHalfUnannounced()));
  }

  /** {@return whether a control frame other than CREDIT and URGENT may be sent now} */
  boolean mayControl() {
    return peerControl.available() >= 2;
  }

  /**
   * {@return whether an URGENT may be sent now}
   *
   * <p>One credit more is kept than for other control frames: the credits of urgent bytes that the
   * peer does not take stay away, and frames that it handles at once must pass all the same.
   */
  boolean mayUrgent() {
    return peerControl.available() >= 3;
  }
}
