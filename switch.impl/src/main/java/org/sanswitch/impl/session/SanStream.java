package org.sanswitch.impl.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.ProviderPort;

/**
 * A connected byte stream over a SAN, as the facades see a session.
 *
 * <p><b>Threading.</b> At most one thread at a time calls the functions that read ({@code tryRead},
 * {@code awaitReadable}), at most one those that write ({@code tryWrite}, {@code awaitWritable});
 * the facade's locks see to that. All others may be called by any thread at any time. Only the await
 * functions block.
 *
 * <p><b>Errors.</b> {@link java.net.SocketException} with the messages of the JDK: "Connection
 * reset" for reads, "Broken pipe" or "Connection reset" for writes; further facts are in {@link
 * #endReason} and {@link #endDetail}.
 */
public interface SanStream {

  /** {@return session id, unique in this process} */
  long id();

  /** {@return local address} */
  InetSocketAddress local();

  /** {@return address of the peer} */
  InetSocketAddress remote();

  /** {@return where it runs} */
  Route route();

  /** {@return the provider that carries it, or null if it is none that others may ask} */
  default @Nullable ProviderPort port() {
    return null;
  }

  /**
   * Reads what is there.
   *
   * @param target where to
   * @param offset index of the first byte
   * @param length greatest number of bytes, at least 1
   * @return number of bytes, 0 if nothing is there now, -1 at the end of the stream
   * @throws IOException if the connection was reset
   */
  int tryRead(byte[] target, int offset, int length) throws IOException;

  /**
   * Reads what is there into a buffer with room, heap or direct.
   *
   * @param target where to; its position moves
   * @return number of bytes, 0 if nothing is there now, -1 at the end of the stream
   * @throws IOException if the connection was reset
   */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Sends as much as there is room for at the peer.
   *
   * @param source the bytes
   * @param offset index of the first byte
   * @param length number of bytes, at least 1
   * @return number of bytes taken, 0 if there is no room now
   * @throws IOException if the connection is reset or output is shut down
   */
  int tryWrite(byte[] source, int offset, int length) throws IOException;

  /**
   * Sends as much as there is room for at the peer, from a buffer with content, heap or direct.
   *
   * @param source the bytes; its position moves
   * @return number of bytes taken, 0 if there is no room now
   * @throws IOException if the connection is reset or output is shut down
   */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * {@return from how many bytes on {@link #readAwaited} and {@link #writeAwaited} may do better than
   * the functions that do not wait (SES-7)}
   */
  default int largeFrom() {
    return Integer.MAX_VALUE;
  }

  /**
   * Reads for a call that waits: as {@link #tryRead(ByteBuffer)}, but RDMA may go straight into the
   * buffer. Where it returns 0, the caller awaits that the stream is readable and calls it again with
   * the same buffer; or, if it does not, or gets an exception, {@link #settleRead} before it gives
   * the buffer back.
   *
   * @param target a direct buffer with room; its position moves
   * @return number of bytes, 0 if nothing is there now, -1 at the end of the stream
   * @throws IOException if the connection was reset
   */
  default int readAwaited(ByteBuffer target) throws IOException {
    return tryRead(target);
  }

  /**
   * Writes for a call that waits: as {@link #tryWrite(ByteBuffer)}, but RDMA may go straight from the
   * buffer. Where it returns 0, the caller awaits that the stream is writable and calls it again with
   * the same buffer; or, if it does not, or gets an exception, {@link #settleWrite} before it gives
   * the buffer back.
   *
   * @param source a direct buffer with content; its position moves
   * @return number of bytes taken, 0 if there is no room now
   * @throws IOException if the connection is reset or output is shut down
   */
  default int writeAwaited(ByteBuffer source) throws IOException {
    return tryWrite(source);
  }

  /**
   * The call that waited ends: waits until nothing touches its buffer any more, within a bound, after
   * which the connection is reset (BLK-6, BLK-7). Returns at once where nothing does. An interrupt
   * stays for later.
   */
  default void settleRead() {}

  /** As {@link #settleRead}, for a call that writes. */
  default void settleWrite() {}

  /**
   * Waits until tryRead would not return 0: first awake, by an adaptive budget, then asleep. It
   * also ends when {@link #wakeReader} is called, when the thread is interrupted (the status stays
   * set) or when the time is over. Good for platform and virtual threads.
   *
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return whether tryRead would not return 0
   */
  boolean awaitReadable(long nanos);

  /**
   * Waits until tryWrite would not return 0; otherwise as {@link #awaitReadable}.
   *
   * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
   * @return whether tryWrite would not return 0
   */
  boolean awaitWritable(long nanos);

  /** Ends the await of a reader early; remembered for its next await if there is none now. */
  void wakeReader();

  /** Ends the await of a writer early; remembered for its next await if there is none now. */
  void wakeWriter();

  /** {@return number of bytes that can be read without waiting; may be fewer than there are} */
  int available();

  /** {@return whether tryRead would not return 0} */
  boolean isReadable();

  /** {@return whether tryWrite would not return 0} */
  boolean isWritable();

  /**
   * Names who is told when isReadable or isWritable may have become true. While there is one, the
   * provider is asked for prompt notification. It must not block.
   *
   * @param listener whom to tell, or null for nobody
   */
  void readinessListener(@Nullable Runnable listener);

  /**
   * Names who is told when the stream may have become readable or writable, and who asks for prompt
   * notification by itself; a stream has a listener or a watcher.
   *
   * @param watcher whom to tell, or null for nobody
   */
  void watcher(@Nullable Watcher watcher);

  /**
   * Looks once into the provider for what came. Upcalls are made in here.
   *
   * @param notify whether the provider is to tell promptly where nothing came; once
   */
  void look(boolean notify);

  /**
   * Sets how much a write may take for which the peer has no room yet, for those who do not wait
   * themselves; it goes out as soon as there is room.
   *
   * @param bytes number of bytes; 0 for little, as for blocking calls
   */
  default void sendBuffer(int bytes) {}

  /** {@return as isReadable, but without looking into the provider} */
  boolean isKnownReadable();

  /** {@return as isWritable, but without looking into the provider} */
  boolean isKnownWritable();

  /**
   * Sends one byte of urgent data (SES-8). May wait for a control credit, within the bound of the
   * configured send time-out.
   *
   * @param data the low 8 bits count
   * @throws IOException if the connection is reset or output is shut down
   */
  void sendUrgent(int data) throws IOException;

  /**
   * Says whether urgent data is delivered in the stream (SO_OOBINLINE) or discarded.
   *
   * @param inline true for in the stream
   */
  void urgentInline(boolean inline);

  /** Shuts input down: reads give the end of the stream, what arrives is discarded. */
  void shutdownInput();

  /**
   * Shuts output down after what was written (SES-9).
   *
   * @throws IOException if the connection was reset
   */
  void shutdownOutput() throws IOException;

  /**
   * Sets keep-alive.
   *
   * @param on whether probes are sent
   * @param idleSeconds idle time before the first probe
   * @param intervalSeconds time between probes
   * @param count number of unanswered probes that end the session
   */
  void keepAlive(boolean on, int idleSeconds, int intervalSeconds, int count);

  /**
   * Closes; never blocks. With unread data it is an abortive close, as with TCP; else graceful, in
   * the background. Awaits of other threads end.
   */
  void close();

  /**
   * Waits for a graceful close to end (SO_LINGER); afterwards, if it has not, resets.
   *
   * @param nanos how long at most
   * @return whether it ended gracefully
   */
  boolean awaitClosed(long nanos);

  /**
   * Closes abortively; never blocks (CLO-7, SO_LINGER 0, BLK-8).
   *
   * @param reason why
   */
  void reset(EndReason reason);

  /** {@return why it ended, or null while it lives} */
  @Nullable
  EndReason endReason();

  /** {@return what was seen when it ended, with the numbers, or the empty string} */
  String endDetail();
}
