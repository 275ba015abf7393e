package org.sanswitch.impl.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.sanswitch.impl.session.TrafficCounter;

/** Bytes of one connection: plain additions by one writer and one reader, seen late by others. */
final class ByteCounter implements TrafficCounter {

  private static final VarHandle SENT;
  private static final VarHandle RECEIVED;

  static {
    try {
      SENT = MethodHandles.lookup().findVarHandle(ByteCounter.class, "sent", long.class);
      RECEIVED = MethodHandles.lookup().findVarHandle(ByteCounter.class, "received", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LedgerRow row;

  /** Guard: written by one writer at a time, opaque; read by anybody. */
  private long sent;

  /** Guard: written by one reader at a time, opaque; read by anybody. */
  private long received;

  /**
   * Guard: volatile; goes from false to true once. A connection may end within the transfer whose
   * bytes are then still to be counted.
   */
  private volatile boolean closed;

  ByteCounter(LedgerRow row) {
    this.row = row;
  }

  @Override
  public void sent(long bytes) {
    if (closed) {
      row.late(bytes, 0);
    } else {
      SENT.setOpaque(this, sent + bytes);
    }
  }

  @Override
  public void received(long bytes) {
    if (closed) {
      row.late(0, bytes);
    } else {
      RECEIVED.setOpaque(this, received + bytes);
    }
  }

  @Override
  public void close() {
    closed = true;
    row.close(this);
  }

  long sentBytes() {
    return (long) SENT.getOpaque(this);
  }

  long receivedBytes() {
    return (long) RECEIVED.getOpaque(this);
  }
}
