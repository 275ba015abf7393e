package org.sanswitch.impl.asynchronous;

import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SwitchCore;
import org.sanswitch.impl.session.Watcher;

/** Both directions of a channel over a SAN, and when the session has to tell of its readiness. */
final class SanTransfers {

  private final SwitchGroup group;
  private final SwitchCore core;
  private final SanStream stream;
  private final SanReader reader;
  private final SanWriter writer;

  /** What the session tells; it is called inside upcalls and neither blocks nor takes a lock. */
  private final Watcher watcher = this::mayBeReady;

  /** Guard: itself. Orders who arms and who disarms. */
  private final Object watchLock = new Object();

  /** Guard: watchLock. */
  private boolean watched;

  SanTransfers(SwitchGroup group, SwitchCore core, SanStream stream) {
    this.group = group;
    this.core = core;
    this.stream = stream;
    reader = new SanReader(this, stream);
    writer = new SanWriter(this, stream);
  }

  SwitchGroup group() {
    return group;
  }

  SwitchCore core() {
    return core;
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
    if (watchQuietly() && needsTelling()) {
      stream.look(true);
    }
  }

  /** The same, but the session need not tell promptly. {@return whether anything is pending} */
  boolean watchQuietly() {
    synchronized (watchLock) {
      boolean wanted = reader.isPending() || writer.isPending();
      if (wanted != watched) {
        watched = wanted;
        stream.watcher(wanted ? watcher : null);
      }
      return wanted;
    }
  }

  /** {@return whether something is pending that no thread looks for by itself} */
  private boolean needsTelling() {
    return reader.needsTelling() || writer.needsTelling();
  }

  private boolean mayBeReady() {
    reader.tell();
    writer.tell();
    return needsTelling();
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
