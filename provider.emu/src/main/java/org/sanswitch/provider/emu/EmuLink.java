package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The Unix domain socket of a connection: first it carries the handshake, then its bytes are a
 * doorbell and its end tells that the peer has gone. Nothing here blocks.
 */
final class EmuLink {

  private final UnixSocket socket;
  /** Guarded by this. Set once. */
  private EventLoop.@Nullable Watch watch;
  /** Guarded by this. */
  private boolean closed;

  EmuLink(UnixSocket socket) {
    this.socket = socket;
  }

  /**
   * Watches the link until it is closed.
   *
   * @param source is told in the event thread, maybe before this returns
   * @throws IOException if it cannot be watched
   */
  void watch(EventLoop loop, EventLoop.Source source) throws IOException {
    EventLoop.Watch made = loop.register(socket.descriptor(), source);
    synchronized (this) {
      if (!closed) {
        watch = made;
        return;
      }
    }
    made.end();
  }

  /** {@return whether the process at the other end runs as that user, as the kernel tells} */
  boolean isPeer(int user) throws IOException {
    return socket.peerUser() == user;
  }

  /** {@return the user at the other end, for a message} */
  String peer() {
    try {
      return "user " + Integer.toUnsignedString(socket.peerUser());
    } catch (IOException e) {
      return "an unknown user";
    }
  }

  /**
   * Writes a handshake message, which always fits.
   *
   * @throws IOException if it does not fit or the peer has gone
   */
  void write(ByteBuffer message) throws IOException {
    int length = message.remaining();
    int written = socket.write(message.array(), length);
    if (written != length) {
      throw new IOException("only " + written + " of " + length + " bytes could be written");
    }
  }

  /**
   * {@return whether the buffer is full now}
   *
   * @throws IOException if the peer has gone
   */
  boolean read(ByteBuffer message) throws IOException {
    int read = socket.read(message.array(), message.position(), message.remaining());
    if (read < 0) {
      throw new IOException("the peer has closed");
    }
    message.position(message.position() + read);
    return !message.hasRemaining();
  }

  /**
   * Reads what rings.
   *
   * @param scratch where it goes
   * @param state from {@link Libc#newState}
   * @return whether the peer is still there
   */
  boolean readBells(MemorySegment scratch, MemorySegment state) {
    return socket.skip(scratch, state);
  }

  /** Rings at the peer. A full socket means that it rings already. */
  void ring() {
    socket.ring();
  }

  /** Closes this end; the peer notices at once. Idempotent. */
  void close() {
    EventLoop.Watch ended;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ended = watch;
    }
    if (ended != null) {
      ended.end();
    }
    socket.shutdownOutput();
    socket.close();
  }
}
