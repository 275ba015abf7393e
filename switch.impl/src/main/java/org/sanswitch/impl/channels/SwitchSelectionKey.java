package org.sanswitch.impl.channels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;

/**
 * A registration with our selector. Below it is a {@link PlatformKey} for what TCP/IP carries; what a
 * SAN carries is told by the channel, and looked at by {@link SanKeys}.
 */
final class SwitchSelectionKey extends AbstractSelectionKey {

  private static final VarHandle INTEREST;

  static {
    try {
      INTEREST = MethodHandles.lookup()
        .findVarHandle(SwitchSelectionKey.class, "interest", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AbstractSelectableChannel channel;
  private final SwitchSelector selector;
  private final @Nullable Selectable source;
  private final PlatformKey below;

  /** Guard: volatile, changed by {@link #INTEREST}. */
  private volatile int interest;

  /** Guard: volatile; written by the selecting thread. */
  private volatile int ready;

  /** What was found ready in the current selection. Guard: the selector's monitor. */
  private int found;

  /** Looks in a row that found nothing. Guard: the selector's monitor. */
  private int misses;

  /** Whether the selecting thread looks at it each time. Guard: volatile; written by that thread. */
  private volatile boolean hot;

  /** Whether the provider has to tell promptly. Guard: volatile. */
  private volatile boolean armed;

  /** Whether the selecting thread has still to take it. Guard: atomic. */
  private final AtomicBoolean told = new AtomicBoolean();

  SwitchSelectionKey(AbstractSelectableChannel channel, SwitchSelector selector,
      PlatformKey below) {
    this.channel = channel;
    this.selector = selector;
    this.below = below;
    this.source = channel instanceof Selectable ours ? ours : null;
  }

  void start(int ops) {
    interest = ops;
    if (source != null) {
      source.addReadiness(this);
    }
    selector.tell(this);
  }

  /** The key was removed from the selector. */
  void stop() {
    below.cancel();
    if (source != null) {
      source.removeReadiness(this);
    }
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  /**
   * {@return the selector}. {@link AbstractSelectionKey#cancel}, which is final, asks for it once
   * the key is invalid. What is below must be cancelled then and there: the channel may be switched to
   * blocking mode before the next selection.
   */
  @Override
  public Selector selector() {
    if (!isValid()) {
      below.cancel();
    }
    return selector;
  }

  @Override
  public int interestOps() {
    checkValid();
    return interest;
  }

  @Override
  public SelectionKey interestOps(int ops) {
    checkValid();
    check(ops);
    if ((int) INTEREST.getAndSet(this, ops) != ops) {
      selector.tell(this);
    }
    return this;
  }

  @Override
  public int interestOpsOr(int ops) {
    checkValid();
    check(ops);
    int before = (int) INTEREST.getAndBitwiseOr(this, ops);
    selector.tell(this);
    return before;
  }

  @Override
  public int interestOpsAnd(int ops) {
    checkValid();
    int before = (int) INTEREST.getAndBitwiseAnd(this, ops);
    selector.tell(this);
    return before;
  }

  private void check(int ops) {
    if ((ops & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException();
    }
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

  // What the channel tells, in any thread.

  /** As {@code Watcher.mayBeReady}. */
  boolean mayBeReady() {
    if (sanReady() == 0) {
      return armed && interest != 0;
    }
    armed = false;
    if (!hot) {
      selector.tell(this);
    }
    selector.wakeSleeper();
    return false;
  }

  /** The channel has become something else. */
  void changed() {
    selector.tell(this);
    selector.wakeSleeper();
  }

  /** {@return whether nobody has told of it since it was taken the last time} */
  boolean isFirstTold() {
    return !told.getAndSet(true);
  }

  // What the selector does with it, holding its monitor.

  /** It is looked at now; what is told from here on counts again. */
  void taken() {
    told.set(false);
  }

  /** Brings what the platform watches in step with the channel and the interest; {@return whether it changed} */
  boolean sync() {
    Selectable ours = source;
    try {
      return ours == null
          ? below.watch(channel, interest, this)
          : below.watch(ours.watched(), ours.watchedOps(interest), this);
    } catch (ClosedChannelException | CancelledKeyException e) {
      // The channel is being closed by another thread, which will cancel this key too.
      return true;
    }
  }

  /** {@return whether it is worth looking at without TCP/IP} */
  boolean isOfInterest() {
    return source != null && isValid() && interest != 0;
  }

  /** {@return the provider of the SAN that carries it, or null if none does} */
  @Nullable
  ProviderPort port() {
    return source == null ? null : source.port();
  }

  /** {@return the operations of interest that are ready without TCP/IP, as known} */
  int sanReady() {
    return source != null && isValid() ? source.readyOps() & interest : 0;
  }

  /** Looks into the provider; {@return whether there is one} */
  boolean look() {
    return source != null && source.look(false);
  }

  /** Has the provider tell promptly; {@return the operations that are ready meanwhile} */
  int arm() {
    armed = true;
    hot = false;
    if (source != null && isOfInterest()) {
      source.look(true);
    }
    int ops = sanReady();
    if (ops != 0) {
      armed = false;
    }
    return ops;
  }

  boolean isHot() {
    return hot;
  }

  void heat() {
    hot = true;
    armed = false;
    misses = 0;
  }

  /** Notes whether a look found something; {@return the number of looks in a row that did not} */
  int looked(boolean something) {
    misses = something ? 0 : misses + 1;
    return misses;
  }

  boolean isAnchored() {
    return below.isAnchored();
  }

  /** {@return whether the platform's selector still has the key below} */
  boolean isHeldBelow() {
    return below.isHeld();
  }

  /** Notes what was found; {@return whether it is the first in this selection} */
  boolean found(int ops) {
    boolean first = found == 0;
    found |= ops;
    return first;
  }

  /** {@return all that was found in this selection, which is forgotten by that} */
  int takeFound() {
    int ops = found;
    found = 0;
    return ops;
  }

  /** {@return whether that adds to the ready operations of a key selected before} */
  boolean addReady(int ops) {
    int now = ops & interest;
    int before = ready;
    ready = before | now;
    return (now & ~before) != 0;
  }

  /** {@return whether any of those operations is of interest} */
  boolean setReady(int ops) {
    int now = ops & interest;
    ready = now;
    return now != 0;
  }

  @Override
  public String toString() {
    return "channel=" + channel + (isValid()
        ? ", interestOps=" + interest + ", readyOps=" + ready
        : ", invalid");
  }
}
