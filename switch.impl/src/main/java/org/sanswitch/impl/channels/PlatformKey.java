package org.sanswitch.impl.channels;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the platform below one of ours: the one that watches, made when there is something to
 * watch, and for a channel of the platform itself the anchor.
 */
final class PlatformKey {

  private final Selector inner;
  private final @Nullable SelectionKey anchor;

  // Both guarded by this; cancel may be called by any thread.
  private @Nullable SelectionKey watching;
  private boolean cancelled;

  PlatformKey(Selector inner, @Nullable SelectionKey watching, @Nullable SelectionKey anchor) {
    this.inner = inner;
    this.watching = watching;
    this.anchor = anchor;
  }

  /**
   * Watches what is to be watched now.
   *
   * @param channel the channel, or null for none
   * @param ops its operations
   * @param ours what is attached
   * @return whether that changes what the platform watches
   */
  synchronized boolean watch(@Nullable SelectableChannel channel, int ops, SwitchSelectionKey ours)
      throws ClosedChannelException {
    if (cancelled) {
      return false;
    }
    SelectionKey now = watching;
    boolean changed = now != null && now.channel() != channel;
    if (now != null && changed) {
      now.cancel();
      watching = null;
      now = null;
    }
    if (now != null) {
      now.attach(ours);
      if (now.interestOps() == ops) {
        return false;
      }
      now.interestOps(ops);
      return true;
    }
    if (channel != null && ops != 0) {
      watching = channel.register(inner, ops, ours);
      return true;
    }
    return changed;
  }

  /** Ends it; afterwards the channel may be switched to blocking mode. Idempotent. */
  synchronized void cancel() {
    cancelled = true;
    SelectionKey now = watching;
    if (now != null) {
      now.cancel();
    }
    if (anchor != null) {
      anchor.cancel();
    }
  }

  boolean isAnchored() {
    return anchor != null;
  }

  /** {@return whether the platform's selector still has the key that watches} */
  synchronized boolean isHeld() {
    SelectionKey now = watching;
    return now != null && now.channel().keyFor(inner) == now;
  }
}
