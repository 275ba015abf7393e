package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/** The selectors of the platform below one of ours: the one that it sleeps in, and the anchor. */
final class PlatformSelectors {

  private final SelectorProvider platform;
  private final Selector inner;

  /**
   * Never selects but to flush. It holds channels of the platform registered with us, because such a
   * channel is released by the last selector of the platform that lets go of it, and only if nobody
   * else holds it any more: it has to let go after us. Made for the first such channel. Guard: this.
   */
  private @Nullable Selector anchor;

  /** Guard: this; goes from false to true once. */
  private boolean closed;

  PlatformSelectors(SelectorProvider platform) throws IOException {
    this.platform = platform;
    this.inner = platform.openSelector();
  }

  Selector inner() {
    return inner;
  }

  /** {@return what is below the key of a channel of ours} */
  PlatformKey none() {
    return new PlatformKey(inner, null, null);
  }

  /** {@return what is below the key of a channel of the platform} */
  PlatformKey anchored(AbstractSelectableChannel channel) throws IOException {
    SelectionKey watching = channel.register(inner, 0);
    return new PlatformKey(inner, watching, channel.register(anchor(), 0));
  }

  private synchronized Selector anchor() throws IOException {
    if (closed) {
      throw new ClosedSelectorException();
    }
    Selector made = anchor;
    if (made == null) {
      made = platform.openSelector();
      anchor = made;
    }
    return made;
  }

  /** Releases the closed channels that only the anchor still holds. */
  void flushAnchor() throws IOException {
    Selector last;
    synchronized (this) {
      last = anchor;
    }
    if (last != null) {
      last.selectNow();
    }
  }

  /** Closes both, after all keys were let go of. */
  void close() throws IOException {
    Selector last;
    synchronized (this) {
      closed = true;
      last = anchor;
    }
    inner.close();
    if (last != null) {
      last.close();
    }
  }
}
