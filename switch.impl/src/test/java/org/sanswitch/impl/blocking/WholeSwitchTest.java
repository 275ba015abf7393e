package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.rules.Rules;

/** Without any stall the whole switch moves data over the provider, and leaves nothing behind. */
@Timeout(60)
class WholeSwitchTest {

  /** BLK-4: every operation comes down overlapped, and its thread is not held for its completion. */
  @ParameterizedTest
  @EnumSource
  @Rules({"BLK-4", "CMP-1"})
  void everySendAndReceiveIsOverlapped(Kind kind) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Kind.Pair pair = kind.pair(net);
      assertEquals(2, net.running.sessions().size());
      byte[] data = new byte[300_000];
      new Random(5).nextBytes(data);
      Blocking write = Blocking.start(Blocking.On.PLATFORM, () -> {
        pair.client().write(data);
        pair.client().close();
        return null;
      });
      byte[] read = new byte[data.length];
      byte[] block = new byte[10_000];
      int at = 0;
      for (int n = pair.server().read(block); n > 0; n = pair.server().read(block)) {
        System.arraycopy(block, 0, read, at, n);
        at += n;
      }
      write.result();
      assertArrayEquals(data, read);
      List<Downcall> transfers = net.provider.downcalls.stream()
        .filter(call -> call.overlapped() != null)
        .toList();
      assertEquals(transfers.size(), transfers.stream().filter(Downcall::pending).count());
      pair.server().close();
      Bounded.await(() -> net.running.sessions().isEmpty(), "both sessions end");
      assertEquals(List.of(), net.provider.offences);
    }
  }
}
