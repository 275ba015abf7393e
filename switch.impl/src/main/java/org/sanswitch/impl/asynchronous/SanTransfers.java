package org.sanswitch.impl.asynchronous;

import org.sanswitch.impl.session.SanStream;

/** Both directions of a channel over a SAN, and when the session has to tell of its readiness. */
final class SanTransfers {

  private final SwitchGroup group;
  private final SanStream stream;
  private final SanReader reader;
  private final SanWriter writer;

  /** What the session tells; it is called inside upcalls and neither blocks nor takes a lock. */
  private final Runnable readiness = this::ready;

  /** Guard: itself. Orders who arms and who disarms. */
  private final Object watchLock = new Object();

  /** Guard: watchLock. */
  private boolean watched;

  SanTransfers(SwitchGroup group, SanStream stream) {
    this.group = group;
    this.stream = stream;
    reader = new SanReader(this, stream);
    writer = new SanWriter(this, stream);
  }

  SwitchGroup group() {
    return group;
  }

  Background background() {
    return group.background();
  }

  SanStream stream() {
    return stream;
  }

  SanReader reader() {
    return reader;
  }

  SanWriter writer() {
    return writer;
  }

  /** What is pending has changed: has the session tell while there is anything, and else not. */
  void watch() {
    synchronized (watchLock) {
      boolean wanted = reader.isPending() || writer.isPending();
      if (wanted != watched) {
        watched = wanted;
        stream.readinessListener(wanted ? readiness : null);
      }
    }
  }

  private void ready() {
    reader.tell();
    writer.tell();
  }

  /** The channel is closed: the session too, and what is pending ends with that. */
  void close() {
    reader.closing();
    writer.closing();
    stream.close();
    try {
      reader.close();
    } finally {
      writer.close();
      watch();
    }
  }
}
