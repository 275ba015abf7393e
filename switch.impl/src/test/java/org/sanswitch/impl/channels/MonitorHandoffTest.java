package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.sanswitch.rules.Rules;

class MonitorHandoffTest {

  private static int run(MonitorHandoff.Call call) throws IOException {
    Object monitor = new Object();
    synchronized (monitor) {
      return MonitorHandoff.run(monitor, call);
    }
  }

  @Test
  void givesTheResult() throws Exception {
    assertEquals(7, run(() -> 7));
  }

  /** Whoever waits has found the channel open, however late the helper looks. */
  @Rules("BLK-10")
  @Test
  void aChannelClosedBeforeTheHelperLooksWasClosedMeanwhile() {
    assertThrowsExactly(AsynchronousCloseException.class, () -> run(() -> {
      throw new ClosedChannelException();
    }));
  }

  @Test
  void givesOtherFailuresAsTheyAre() {
    assertThrowsExactly(ClosedByInterruptException.class, () -> run(() -> {
      throw new ClosedByInterruptException();
    }));
    assertEquals("reset", assertThrowsExactly(IOException.class, () -> run(() -> {
      throw new IOException("reset");
    })).getMessage());
  }
}
