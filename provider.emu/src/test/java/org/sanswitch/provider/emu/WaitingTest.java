package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.rules.Rules;

/** Sleeping until there is something to poll, and being called when there is. */
@Timeout(60)
class WaitingTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  private static Thread sleeper(Peer peer) {
    return Thread.ofPlatform().start(() -> peer.queuePair.completions().await(LONG));
  }

  /** Many turns, both ends asleep most of the time: no wake-up is lost. */
  @Test
  void wakesTheSleeperForEachMessage() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      int turns = 2000;
      Thread echo = Thread.ofPlatform().start(() -> pingPong(pair.server(), turns, false));
      pingPong(pair.client(), turns, true);
      echo.join();
    }
  }

  private static void pingPong(Peer peer, int turns, boolean first) {
    byte[] message = new byte[16];
    if (first) {
      peer.send(message);
    }
    for (int i = 0; i < turns; i++) {
      Peer.Done done;
      do {
        while ((done = peer.tryNext()) == null) {
          peer.queuePair.completions().await(LONG);
        }
      } while (done.id() >= Peer.SEND);
      assertEquals(AdapterError.OK, done.error());
      peer.post(done.id());
      if (!first || i < turns - 1) {
        assertEquals(AdapterError.OK, peer.send(message));
      }
    }
  }

  @Test
  void endsTheWaitWhenWoken() throws Exception {
    try (Bench bench = new Bench()) {
      Peer peer = bench.pair().client();
      Thread sleeper = sleeper(peer);
      peer.queuePair.completions().wake();
      sleeper.join();
      peer.queuePair.completions().wake();
      peer.queuePair.completions().await(LONG);
    }
  }

  @Test
  void endsTheWaitWhenInterruptedAndLeavesTheFlag() throws Exception {
    try (Bench bench = new Bench()) {
      Peer peer = bench.pair().client();
      boolean[] flag = new boolean[1];
      Thread sleeper =
          Thread.ofPlatform()
            .start(
                () -> {
                  peer.queuePair.completions().await(LONG);
                  flag[0] = Thread.currentThread().isInterrupted();
                });
      sleeper.interrupt();
      sleeper.join();
      assertTrue(flag[0]);
    }
  }

  @Test
  void endsTheWaitAfterItsTime() throws Exception {
    try (Bench bench = new Bench()) {
      bench.pair().client().queuePair.completions().await(1);
      bench.pair().client().queuePair.completions().await(1_000_000);
    }
  }

  /** BLK-3, CLO-9. */
  @Rules({"BLK-3", "CLO-9"})
  @Test
  void endsTheWaitWhenEitherEndDisconnects() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      Thread client = sleeper(pair.client());
      Thread server = sleeper(pair.server());
      pair.client().queuePair.disconnect();
      client.join();
      server.join();
      assertEquals(AdapterError.FLUSHED, pair.client().received().error());
      assertEquals(AdapterError.DISCONNECTED, pair.server().received().error());
    }
  }

  @Test
  void callsOnceArmedWhenAMessageArrives() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      assertTrue(pair.server().queuePair.completions().arm());
      assertTrue(pair.server().queuePair.completions().arm());
      pair.client().send(new byte[1]);
      assertEquals(
          pair.server().queuePair, pair.serverHost().events.expect("completionsReady").subject());
      assertFalse(pair.server().queuePair.completions().arm());
      pair.server().received();
      assertTrue(pair.server().queuePair.completions().arm());
      pair.client().send(new byte[1]);
      pair.serverHost().events.expect("completionsReady");
    }
  }

  @Test
  void callsOnceArmedWhenASendOfItsOwnIsDone() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      assertTrue(pair.client().queuePair.completions().arm());
      pair.client().send(new byte[1]);
      pair.clientHost().events.expect("completionsReady");
    }
  }

  @Test
  void callsOnceArmedWhenThePeerDisconnects() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      assertTrue(pair.client().queuePair.completions().arm());
      pair.server().queuePair.close();
      pair.clientHost().events.expect("completionsReady");
      pair.clientHost().events.expect("disconnected");
    }
  }

  @Test
  void wakesTheThreadThatProcessesEvents() throws Exception {
    try (Bench bench = new Bench()) {
      EmuAdapter adapter =
          new EmuAdapter(
              EmuSettings.in(bench.directory),
              "test");
      adapter.open(new Recorder());
      adapter.wakeup();
      assertEquals(0, adapter.processEvents(LONG));
      adapter.close();
      assertEquals(0, adapter.processEvents(LONG));
    }
  }
}
