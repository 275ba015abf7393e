package org.sanswitch.impl.channels;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A registration with our selector. Below it are up to two keys of the platform: the one that
 * watches the TCP/IP side, and for a channel of the platform itself the anchor.
 */
final class SwitchSelectionKey extends AbstractSelectionKey {

  private final AbstractSelectableChannel channel;
  private final SwitchSelector selector;
  private final @Nullable SelectionKey inner;
  private final @Nullable SelectionKey anchor;
  private final @Nullable Selectable san;

  /** Told by the channel that it may have become ready on the SAN. */
  private final Runnable listener = this::mayBeReady;

  private volatile int interest;
  private volatile int ready;

  /** What the platform found ready in the current selection; guarded by the selector's monitor. */
  private int found;

  SwitchSelectionKey(AbstractSelectableChannel channel, SwitchSelector selector,
      @Nullable SelectionKey inner, @Nullable SelectionKey anchor) {
    this.channel = channel;
    this.selector = selector;
    this.inner = inner;
    this.anchor = anchor;
    this.san = channel instanceof Selectable s && s.hasSan() ? s : null;
  }

  void start(int ops) {
    interest = ops;
    if (inner != null) {
      inner.attach(this);
      watch(inner, ops);
    }
    if (san != null) {
      san.addReadiness(listener);
    }
  }

  private static void watch(SelectionKey below, int ops) {
    try {
      below.interestOps(ops);
    } catch (CancelledKeyException e) {
      // The channel is being closed by another thread, which will cancel this key too.
    }
  }

  /** The key was removed from the selector. */
  void stop() {
    cancelBelow();
    if (san != null) {
      san.removeReadiness(listener);
    }
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  /**
   * {@return the selector}. {@link AbstractSelectionKey#cancel}, which is final, asks for it once
   * the key is invalid. The keys below must be cancelled then and there: the channel may be switched
   * to blocking mode before the next selection.
   */
  @Override
  public Selector selector() {
    if (!isValid()) {
      cancelBelow();
    }
    return selector;
  }

  private void cancelBelow() {
    if (inner != null) {
      inner.cancel();
    }
    if (anchor != null) {
      anchor.cancel();
    }
  }

  @Override
  public int interestOps() {
    checkValid();
    return interest;
  }

  @Override
  public SelectionKey interestOps(int ops) {
    checkValid();
    if ((ops & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException();
    }
    interest = ops;
    if (inner != null) {
      inner.interestOps(ops);
    }
    return this;
  }

  @Override
  public int readyOps() {
    checkValid();
    return ready;
  }

  private void checkValid() {
    if (!isValid()) {
      throw new CancelledKeyException();
    }
  }

  private void mayBeReady() {
    if (sanReady() != 0) {
      selector.sanBecameReady();
    }
  }

  boolean hasSan() {
    return san != null;
  }

  boolean isAnchored() {
    return anchor != null;
  }

  /** {@return whether the platform's selector still has the key below} */
  boolean isHeldBelow() {
    return inner != null && inner.channel().keyFor(inner.selector()) == inner;
  }

  /** {@return the operations of interest that are ready on the SAN} */
  int sanReady() {
    return san != null && isValid() ? san.sanReadyOps() & interest : 0;
  }

  /** Notes what the platform found. */
  void foundBelow(int ops) {
    found |= ops;
  }

  /** {@return all that was found in this selection, which is forgotten by that} */
  int takeFound() {
    int ops = found | sanReady();
    found = 0;
    return ops;
  }

  /** {@return whether that adds to the ready operations of a key selected before} */
  boolean addReady(int ops) {
    int before = ready;
    ready = before | ops;
    return (ops & ~before) != 0;
  }

  /** {@return whether any of those operations is of interest} */
  boolean setReady(int ops) {
    ready = ops;
    return (ops & interest) != 0;
  }

  @Override
  public String toString() {
    return "channel=" + channel + (isValid()
        ? ", interestOps=" + interest + ", readyOps=" + ready
        : ", invalid");
  }
}
