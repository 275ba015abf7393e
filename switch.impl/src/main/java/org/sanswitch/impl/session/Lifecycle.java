package org.sanswitch.impl.session;

import java.net.SocketException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;

/** Where a session stands, and what reads and writes give therefore. Any thread. */
final class Lifecycle {

  /** What a reader gets when everything that came is read. */
  enum Input {
    /** Waits for more. */
    OPEN,
    /** The end of the stream. */
    ENDED,
    /** A reset. */
    RESET
  }

  /**
   * How a session ended.
   *
   * @param reason why
   * @param detail what was seen
   */
  record End(EndReason reason, String detail) {}

  /** Guard: atomic; moves by the transitions of {@link SessionState} only. */
  private final AtomicReference<SessionState> state =
      new AtomicReference<>(SessionState.NEGOTIATING);

  /** Guard: atomic; set once. */
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  /** Guard: atomic; leaves OPEN once. */
  private final AtomicReference<Input> input = new AtomicReference<>(Input.OPEN);

  /** Data frames may be sent. Guard: volatile, set once. */
  private volatile boolean established;

  /** The application shut input down. Guard: volatile, set once. */
  private volatile boolean inputShut;

  /** The application shut output down. Guard: volatile, set once. */
  private volatile boolean outputShut;

  /** The application has closed. Guard: volatile, set once. */
  private volatile boolean closed;

  /** The provider takes no more sends. Guard: volatile, set once. */
  private volatile boolean sendBroken;

  /** The peer reads no more. Guard: volatile, set once. */
  private volatile boolean peerClosed;

  /** The memory of the provider may go at any time. Guard: volatile, set once. */
  private volatile boolean torn;

  SessionState state() {
    return state.get();
  }

  /**
   * Moves on, if that is legal.
   *
   * @return whether this call has moved it
   */
  boolean become(SessionState next) {
    while (true) {
      SessionState now = state.get();
      if (!now.mayBecome(next)) {
        return false;
      }
      if (state.compareAndSet(now, next)) {
        if (next == SessionState.ESTABLISHED) {
          established = true;
        }
        return true;
      }
    }
  }

  /**
   * Notes how it ended; the first word counts.
   *
   * @return whether this was the first
   */
  boolean end(EndReason reason, String detail) {
    return end.compareAndSet(null, new End(reason, detail));
  }

  @Nullable
  End end() {
    return end.get();
  }

  /** {@return why it ended, or null if it has not} */
  @Nullable
  EndReason endReason() {
    End how = end.get();
    return how == null ? null : how.reason();
  }

  /** Ends input behind what came. */
  void endInput(Input how) {
    input.compareAndSet(Input.OPEN, how);
  }

  Input input() {
    return input.get();
  }

  boolean isEstablished() {
    return established;
  }

  boolean isInputShut() {
    return inputShut;
  }

  void shutInput() {
    inputShut = true;
  }

  boolean isOutputShut() {
    return outputShut;
  }

  void shutOutput() {
    outputShut = true;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  boolean isSendBroken() {
    return sendBroken;
  }

  void breakSend() {
    sendBroken = true;
  }

  boolean isPeerClosed() {
    return peerClosed;
  }

  void closePeer() {
    peerClosed = true;
  }

  boolean isTorn() {
    return torn;
  }

  void tear() {
    torn = true;
  }

  /** {@return whether a read ends without looking for data} */
  boolean isReadOver() {
    return closed || torn || inputShut;
  }

  /** {@return whether a write would throw} */
  boolean isWriteOver() {
    return closed || torn || outputShut || sendBroken || peerClosed;
  }

  /**
   * {@return -1 for the end of the stream}
   *
   * @param how what a reader gets that has read everything
   * @throws SocketException for a reset
   */
  int readOver(Input how) throws SocketException {
    if (closed && end.get() == null) {
      throw new SocketException("Socket closed");
    }
    if (inputShut || how == Input.ENDED) {
      return -1;
    }
    throw closed ? new SocketException("Socket closed") : reset("Connection reset");
  }

  /** {@return what tells of a connection that has gone} */
  private SocketException reset(String otherwise) {
    End why = end.get();
    return new SocketException(
        why != null && why.reason() == EndReason.NO_BUFFERS
            ? "No buffer space available (WSAENOBUFS): " + why.detail()
            : otherwise);
  }

  /** Throws if nothing can be written any more. */
  void checkWritable() throws SocketException {
    if (!isWriteOver()) {
      return;
    }
    if (closed) {
      throw new SocketException("Socket closed");
    }
    if (outputShut) {
      throw new SocketException("Socket output is shutdown");
    }
    throw reset(
        peerClosed || input.get() == Input.ENDED ? "Broken pipe" : "Connection reset");
  }
}
