package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrivalWaiterTest {

  /** The accept has begun, so its channel was closed meanwhile; it looks, and says so as the JDK does. */
  @Test
  void aChannelClosedBeforeTheSelectorKnowsItOnlyEndsTheWait() throws Exception {
    SelectorProvider platform = SelectorProvider.provider();
    ServerSocketChannel inner = platform.openServerSocketChannel();
    inner.configureBlocking(false);
    inner.close();
    ArrivalWaiter waiter = new ArrivalWaiter(platform, inner);
    assertDoesNotThrow(() -> waiter.await(Long.MAX_VALUE, () -> false, () -> true));
    waiter.close();
  }
}
