package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/** The streams of Channels, which hold the lock of a channel that is not the JDK's own. */
@Timeout(60)
class ChannelStreamsTest {

  private static final String EACH = "org.sanswitch.impl.channels.Each#sortAndThread";

  @ParameterizedTest
  @MethodSource(EACH)
  void aBlockedReaderDoesNotBlockAWriter(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      InputStream in = Channels.newInputStream(pair.client());
      OutputStream out = Channels.newOutputStream(pair.client());
      Blocking read = Blocking.blocked(on, in::read);
      out.write(new byte[]{1, 2, 3});
      InputStream peer = Channels.newInputStream(pair.server());
      assertArrayEquals(new byte[]{1, 2, 3}, peer.readNBytes(3));
      Channels.newOutputStream(pair.server()).write(9);
      assertEquals(9, read.result());
    }
  }

  @ParameterizedTest
  @MethodSource(EACH)
  void bothEndsMayFillTheirWindowsAtOnce(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      byte[] data = new byte[6_000_000];
      new Random(5).nextBytes(data);
      Blocking first = writer(on, Channels.newOutputStream(pair.client()), data);
      Blocking second = writer(on, Channels.newOutputStream(pair.server()), data);
      first.awaitBlocked();
      second.awaitBlocked();
      Blocking read = Blocking.start(on,
          () -> Channels.newInputStream(pair.client()).readNBytes(data.length));
      assertArrayEquals(data, Channels.newInputStream(pair.server()).readNBytes(data.length));
      assertArrayEquals(data, (byte[]) read.result());
      first.result();
      second.result();
    }
  }

  private static Blocking writer(On on, OutputStream out, byte[] data) {
    return Blocking.start(on, () -> {
      out.write(data);
      return null;
    });
  }

  @ParameterizedTest
  @MethodSource(EACH)
  @Rules("BLK-10")
  void interruptAndCloseEndABlockedReadBLK10(Kit.Sort sort, On on) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels first = kit.channels();
      Blocking interrupted = Blocking.blocked(on, Channels.newInputStream(first.client())::read);
      interrupted.thread.interrupt();
      interrupted.thrown(ClosedByInterruptException.class);
      assertTrue(interrupted.interruptedAfterwards());
      assertFalse(first.client().isOpen());
      Kit.Channels second = kit.channels();
      Blocking closed = Blocking.blocked(on, Channels.newInputStream(second.client())::read);
      second.client().close();
      closed.thrown(AsynchronousCloseException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void needBlockingModeAndSeeTheEnd(Kit.Sort sort) throws Exception {
    try (Kit kit = new Kit(sort)) {
      Kit.Channels pair = kit.channels();
      InputStream in = Channels.newInputStream(pair.client());
      pair.client().configureBlocking(false);
      assertThrowsExactly(IllegalBlockingModeException.class, in::read);
      pair.client().configureBlocking(true);
      pair.server().close();
      assertEquals(-1, in.read());
    }
  }
}
