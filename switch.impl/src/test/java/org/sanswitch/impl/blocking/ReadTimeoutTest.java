package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/** BLK-9: a read that ends by SO_TIMEOUT is no cancellation. */
@Timeout(60)
@Rules("BLK-9")
class ReadTimeoutTest {

  static Stream<Arguments> kinds() {
    return Stream.of(Kind.SOCKET, Kind.ADAPTOR)
      .flatMap(kind -> Stream.of(On.values()).map(on -> Arguments.of(kind, on)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aReadThatTimesOutConsumesNothingAndTheConnectionGoesOn(Kind kind, On on)
      throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      pair.client().socket().setSoTimeout(20);
      byte[] expected = new byte[30];
      for (int round = 0; round < 3; round++) {
        net.provider.hold(Stall.RECEIVES);
        byte[] part = new byte[10];
        java.util.Arrays.fill(part, (byte) (round + 1));
        pair.server().write(part);
        System.arraycopy(part, 0, expected, 10 * round, 10);
        int closes = net.provider.since(0, Downcall.CLOSE).size();
        Blocking read = Blocking.start(on, () -> pair.client().read(new byte[100]));
        assertEquals("Read timed out", read.thrown(SocketTimeoutException.class).getMessage());
        assertEquals(closes, net.provider.since(0, Downcall.CLOSE).size(), "no cancellation");
        assertEquals(true, pair.client().isOpen());
      }
      net.provider.release();
      pair.client().socket().setSoTimeout(0);
      assertArrayEquals(expected, pair.client().socket().getInputStream().readNBytes(30));
      pair.client().write(new byte[]{9});
      assertEquals(9, pair.server().socket().getInputStream().read());
    }
  }
}
