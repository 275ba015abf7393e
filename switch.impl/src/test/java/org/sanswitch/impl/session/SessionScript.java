package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sanswitch.api.EndReason;
import org.sanswitch.fuzz.InputReader;

/**
 * What happens to a session, taken from an input: messages of the peer and calls of the application.
 * After each step the session lives on, or has ended for a reason that lies with its peer or its
 * application, and has given the application nothing but bytes of DATA frames and of first parts of
 * transfers, in order, up to where memory of the peer came in between. When it is
 * closed, it leaves nothing behind.
 *
 * <p>A step is a kind (1) and what the kind needs: a message as it is (length 2, bytes), a frame
 * with a header that fits (type 1, flags 1, length 1, payload), a read (length 1), a pass of time (in
 * 2^20 ns, 1), or nothing more.
 */
final class SessionScript {

  private static final int STEPS = 64;
  private static final int WRITE_BOUND = 200;

  /** Few and small buffers, so that a short script uses them up. */
  static final SessionSettings SETTINGS = settings(SessionSettings.DEFAULTS);

  private static final long CLOSE_NANOS = SETTINGS.closeNanos();

  /** What can end a session without a fault of the switch. */
  private static final Set<EndReason> REASONS =
      Set.of(
          EndReason.PROTOCOL_VIOLATION,
          EndReason.NO_BUFFERS,
          EndReason.RESET_BY_PEER,
          EndReason.PEER_DIED,
          EndReason.RESET_LOCALLY,
          EndReason.CLOSED,
          EndReason.CLOSE_TIMEOUT,
          EndReason.KEEP_ALIVE_TIMEOUT,
          EndReason.NEGOTIATION_FAILED);

  private final InputReader input;
  private final Pair pair;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private SanStream stream;

  /** How much of what was sent is certain to be what is read: behind it comes memory of the peer. */
  private int certain = Integer.MAX_VALUE;

  /** A SHUTDOWN has named another offset than the data before it ends at. */
  private boolean impossible;

  SessionScript(InputReader input, Pair pair) {
    this.input = input;
    this.pair = pair;
    stream = pair.b;
  }

  private static SessionSettings settings(SessionSettings usual) {
    return new SessionSettings(
        8, 8, 4, 512, 4, usual.spinNanos(), usual.negotiationNanos(), usual.closeNanos(),
        usual.acknowledgeNanos(), usual.sendNanos(), 512, usual.rdmaCancelNanos());
  }

  void run() {
    for (int i = 0; i < STEPS && input.hasMore(); i++) {
      step(input.unsignedByte());
      pair.settle();
      stream = pair.outcomeOfB.stream;
      check();
    }
    end();
  }

  private void step(int kind) {
    switch (kind & 7) {
      case 0 -> inject(input.bytes(input.unsignedShort()));
      case 1, 2 -> injectWellFormed();
      case 3 -> application(() -> read(input.unsignedByte()));
      case 4 ->
        application(() -> stream.tryWrite(new byte[WRITE_BOUND], 0, 1 + kind % WRITE_BOUND));
      case 5 -> pair.pass((long) input.unsignedByte() << 20);
      case 6 -> application(() -> half(kind >> 3));
      default -> application(this::close);
    }
  }

  private void half(int what) throws IOException {
    switch (what & 3) {
      case 0 -> stream.shutdownInput();
      case 1 -> stream.shutdownOutput();
      case 2 -> stream.keepAlive(true, 1, 1, 1);
      default -> stream.close();
    }
  }

  private void close() {
    stream.close();
  }

  /** A frame whose header fits, so that what is behind the header is reached. */
  private void injectWellFormed() {
    FrameType[] types = FrameType.values();
    FrameType type = types[input.unsignedByte() % types.length];
    int flags = input.unsignedByte();
    byte[] payload = input.bytes(input.unsignedByte());
    int sequence = stream == null ? 0 : ((SessionStream) stream).session().received();
    inject(NegotiationTest.frame(
        type, flags, SETTINGS.dataReceives(), SETTINGS.controlReceives(), sequence, payload));
  }

  private void inject(byte[] message) {
    int header = FrameDescriptor.HEADER_LENGTH;
    if (message.length == header + Long.BYTES && message[0] == FrameType.SHUTDOWN.code()) {
      long offset = MemorySegment.ofArray(message).get(FrameDescriptor.LONG, header);
      impossible |= offset != sent.size() && certain == Integer.MAX_VALUE;
    }
    if (message.length > header && message[0] == FrameType.DATA.code()) {
      sent.write(message, header, message.length - header);
    }
    int first = firstPart(message);
    if (first > 0 && first <= message.length) {
      sent.write(message, first, message.length - first);
      certain = Math.min(certain, sent.size());
    }
    pair.fabric.b.inject(message);
  }

  /** {@return where the first part of a large transfer begins, or 0} */
  private static int firstPart(byte[] message) {
    int header = FrameDescriptor.HEADER_LENGTH;
    if (message.length <= header) {
      return 0;
    }
    if (message[0] == FrameType.WRITE_REQUEST.code()) {
      return header + LargeDescriptor.REQUEST_LENGTH;
    }
    int length = header + LargeDescriptor.OFFER_REMOTE_LENGTH;
    return message[0] == FrameType.READ_OFFER.code() && message.length > length
        ? length + 1 + Byte.toUnsignedInt(message[length])
        : 0;
  }

  private interface Call {
    void run() throws IOException;
  }

  /** What the application is told is no finding. */
  private void application(Call call) {
    if (stream != null) {
      try {
        call.run();
      } catch (IOException e) {
        assertNotNull(e.getMessage());
      }
    }
  }

  private void read(int length) throws IOException {
    byte[] target = new byte[length];
    int got = stream.tryRead(target, 0, length);
    read.write(target, 0, Math.max(got, 0));
  }

  private void check() {
    byte[] in = sent.toByteArray();
    byte[] out = read.toByteArray();
    assertTrue(
        (out.length <= in.length || out.length > certain)
            && Arrays.equals(head(out, out.length), head(in, out.length)),
        "the application read what no DATA frame has brought");
    if (impossible && stream != null && pair.fabric.b.arriving() == 0) {
      assertNotNull(stream.endReason(), "an impossible final offset was taken");
    }
    if (stream != null && stream.endReason() != null) {
      assertTrue(
          REASONS.contains(stream.endReason()), stream.endReason() + ": " + stream.endDetail());
    }
  }

  private byte[] head(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, Math.min(length, certain));
  }

  private void end() {
    if (pair.a != null) {
      assertTrue(
          pair.a.endReason() == null || REASONS.contains(pair.a.endReason()), pair.a::endDetail);
      pair.a.close();
    }
    application(this::close);
    pair.pass(CLOSE_NANOS);
    pair.pass(CLOSE_NANOS);
    assertEquals(List.of(), pair.tableOfB.status());
    assertEquals(1, pair.fabric.b.closes, () -> pair.outcomeOfB.detail);
    assertEquals(0, pair.fabric.b.memory.count());
  }
}
