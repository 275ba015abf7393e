package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector for channels over SANs and over TCP/IP and for the platform's own together. It sleeps in
 * a selector of the platform; a SAN stream that becomes ready wakes that one.
 *
 * <p>Lock order, as in the JDK: this, the selected keys, the cancelled keys.
 */
final class SwitchSelector extends AbstractSelector {

  private static final int FOREVER = -1;

  private final SelectorProvider platform;
  private final Selector inner;

  /**
   * Never selects but to flush. It holds channels of the platform registered with us, because such a
   * channel is released by the last selector of the platform that lets go of it, and only if nobody
   * else holds it any more: it has to let go after us. Made under keys, for the first such channel.
   */
  private volatile @Nullable Selector anchor;

  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<SelectionKey> publicKeys = Collections.unmodifiableSet(keys);
  private final SelectedKeys selected = new SelectedKeys();

  /** The keys with a SAN side. */
  private final Set<SwitchSelectionKey> sanKeys = ConcurrentHashMap.newKeySet();

  /** Keys that the platform found ready in the current selection; guarded by this. */
  private final List<SwitchSelectionKey> found = new ArrayList<>();

  /** Whether wakeup was called since the last selection. */
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Whether a selection is about to sleep or sleeps. */
  private volatile boolean asleep;

  /** Guarded by this. */
  private boolean selecting;

  SwitchSelector(SelectorProvider reported, SelectorProvider platform) throws IOException {
    super(reported);
    this.platform = platform;
    this.inner = platform.openSelector();
  }

  @Override
  public Set<SelectionKey> keys() {
    checkOpen();
    return publicKeys;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    checkOpen();
    return selected;
  }

  @Override
  public int selectNow() throws IOException {
    return lockAndSelect(null, 0);
  }

  @Override
  public int select(long timeout) throws IOException {
    return lockAndSelect(null, checked(timeout));
  }

  @Override
  public int select() throws IOException {
    return lockAndSelect(null, FOREVER);
  }

  @Override
  public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
    Objects.requireNonNull(action);
    return lockAndSelect(action, checked(timeout));
  }

  @Override
  public int select(Consumer<SelectionKey> action) throws IOException {
    return lockAndSelect(Objects.requireNonNull(action), FOREVER);
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) throws IOException {
    return lockAndSelect(Objects.requireNonNull(action), 0);
  }

  private static long checked(long timeout) {
    if (timeout < 0) {
      throw new IllegalArgumentException("Negative timeout");
    }
    return timeout == 0 ? FOREVER : timeout;
  }

  @Override
  public Selector wakeup() {
    woken.set(true);
    inner.wakeup();
    return this;
  }

  /** A key became ready on a SAN: ends the sleep of a selection, if there is one. */
  void sanBecameReady() {
    if (asleep) {
      inner.wakeup();
    }
  }

  private synchronized int lockAndSelect(@Nullable Consumer<SelectionKey> action, long timeout)
      throws IOException {
    checkOpen();
    if (selecting) {
      throw new IllegalStateException("select in progress");
    }
    selecting = true;
    try {
      synchronized (selected) {
        search(timeout);
        return report(action);
      }
    } finally {
      selecting = false;
    }
  }

  /** Finds what is ready; waits until there is something, unless something else ends the wait. */
  private void search(long timeout) throws IOException {
    long deadline = timeout > 0
        ? Deadline.after(TimeUnit.MILLISECONDS.toNanos(timeout))
        : Long.MAX_VALUE;
    found.clear();
    boolean over = false;
    while (!over) {
      searchOnce(timeout, deadline);
      flush();
      boolean wasWoken = woken.getAndSet(false);
      over = wasWoken
          || timeout == 0
          || !found.isEmpty()
          || isSanReady()
          || Deadline.left(deadline) <= 0
          || Thread.currentThread().isInterrupted()
          || !isOpen();
    }
  }

  private void searchOnce(long timeout, long deadline) throws IOException {
    asleep = timeout != 0;
    try {
      if (timeout == 0 || hasCancelled() || isSanReady()) {
        inner.selectNow(this::foundBelow);
      } else if (deadline == Long.MAX_VALUE) {
        inner.select(this::foundBelow);
      } else {
        long millis = TimeUnit.NANOSECONDS.toMillis(Deadline.left(deadline) + 999_999);
        inner.select(this::foundBelow, Math.max(1, millis));
      }
    } finally {
      asleep = false;
    }
  }

  private void foundBelow(SelectionKey below) {
    SwitchSelectionKey key = (SwitchSelectionKey) below.attachment();
    key.foundBelow(below.readyOps());
    found.add(key);
  }

  private int report(@Nullable Consumer<SelectionKey> action) {
    for (SwitchSelectionKey key : sanKeys) {
      if (key.sanReady() != 0 && !found.contains(key)) {
        found.add(key);
      }
    }
    int count = 0;
    for (SwitchSelectionKey key : found) {
      int ops = key.takeFound();
      if (keys.contains(key) && (action == null ? select(key, ops) : act(key, ops, action))) {
        count++;
      }
    }
    return count;
  }

  private boolean select(SwitchSelectionKey key, int ops) {
    if (selected.contains(key)) {
      return key.addReady(ops);
    }
    if (!key.setReady(ops)) {
      return false;
    }
    selected.select(key);
    return true;
  }

  private boolean act(SwitchSelectionKey key, int ops, Consumer<SelectionKey> action) {
    if (!key.setReady(ops)) {
      return false;
    }
    action.accept(key);
    checkOpen();
    return true;
  }

  private boolean isSanReady() {
    for (SwitchSelectionKey key : sanKeys) {
      if (key.sanReady() != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean hasCancelled() {
    synchronized (cancelledKeys()) {
      return !cancelledKeys().isEmpty();
    }
  }

  /** Lets go of the cancelled keys that the platform's selector has let go of. */
  private void flush() throws IOException {
    List<SelectionKey> cancelled;
    synchronized (cancelledKeys()) {
      if (cancelledKeys().isEmpty()) {
        return;
      }
      cancelled = new ArrayList<>(cancelledKeys());
    }
    boolean anchored = false;
    for (SelectionKey each : cancelled) {
      SwitchSelectionKey key = (SwitchSelectionKey) each;
      if (!key.isHeldBelow()) {
        synchronized (cancelledKeys()) {
          cancelledKeys().remove(key);
        }
        remove(key);
        anchored |= key.isAnchored();
      }
    }
    Selector last = anchor;
    if (anchored && last != null) {
      last.selectNow();
    }
  }

  private void remove(SwitchSelectionKey key) {
    keys.remove(key);
    selected.remove(key);
    sanKeys.remove(key);
    deregister(key);
    key.stop();
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops,
      @Nullable Object attachment) {
    checkOpen();
    SwitchSelectionKey key;
    try {
      key = channel instanceof Selectable ours ? keyFor(channel, ours) : anchored(channel);
    } catch (ClosedChannelException e) {
      // It is being closed by another thread, which will cancel this key.
      key = new SwitchSelectionKey(channel, this, null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    key.attach(attachment);
    keys.add(key);
    key.start(ops);
    if (key.hasSan()) {
      sanKeys.add(key);
    }
    if (!isOpen()) {
      keys.remove(key);
      key.stop();
      throw new ClosedSelectorException();
    }
    return key;
  }

  private SwitchSelectionKey keyFor(AbstractSelectableChannel channel, Selectable ours)
      throws ClosedChannelException {
    SelectableChannel watched = ours.watched();
    return new SwitchSelectionKey(channel, this,
        watched == null ? null : watched.register(inner, 0), null);
  }

  private SwitchSelectionKey anchored(AbstractSelectableChannel channel) throws IOException {
    SelectionKey below = channel.register(inner, 0);
    return new SwitchSelectionKey(channel, this, below, channel.register(anchor(), 0));
  }

  private Selector anchor() throws IOException {
    synchronized (keys) {
      checkOpen();
      Selector made = anchor;
      if (made == null) {
        made = platform.openSelector();
        anchor = made;
      }
      return made;
    }
  }

  private void closeAnchor() throws IOException {
    Selector last;
    synchronized (keys) {
      last = anchor;
    }
    if (last != null) {
      last.close();
    }
  }

  @Override
  protected void implCloseSelector() throws IOException {
    inner.wakeup();
    synchronized (this) {
      synchronized (selected) {
        for (SelectionKey key : keys) {
          remove((SwitchSelectionKey) key);
        }
      }
      inner.close();
      closeAnchor();
    }
  }

  private void checkOpen() {
    if (!isOpen()) {
      throw new ClosedSelectorException();
    }
  }
}
