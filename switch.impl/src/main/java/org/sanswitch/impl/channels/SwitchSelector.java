package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector for channels over SANs and over TCP/IP and for the platform's own together. It sleeps in
 * the provider of its SAN channels, or in a selector of the platform, which a SAN stream that becomes ready
 * wakes (ADR 073, 190, 193, 194).
 *
 * <p>Lock order, as in the JDK: this, the selected keys, the cancelled keys.
 */
final class SwitchSelector extends AbstractSelector {

  private static final int FOREVER = -1;

  private final PlatformSelectors platform;
  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<SelectionKey> publicKeys = Collections.unmodifiableSet(keys);
  private final SelectedKeys selected = new SelectedKeys();
  private final Search search;

  /** Guarded by this. */
  private boolean selecting;

  SwitchSelector(SwitchSelectorProvider provider) throws IOException {
    super(provider.reported());
    platform = new PlatformSelectors(provider.platform());
    search = new Search(platform.inner(), provider.core().newAwakeBudget(), interruptible());
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
    search.wakeup();
    return this;
  }

  /** That key may be ready on a SAN, or may have become something else; seen by the next look. */
  void tell(SwitchSelectionKey key) {
    search.san().tell(key);
  }

  /** Ends the sleep of a selection, if there is one, so that it looks. */
  void wakeSleeper() {
    search.wakeSleeper();
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
        List<SwitchSelectionKey> found = search(timeout);
        return report(found, action);
      }
    } finally {
      selecting = false;
    }
  }

  private List<SwitchSelectionKey> search(long millis) throws IOException {
    long nanos = millis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    search.begin();
    letGo();
    List<SwitchSelectionKey> found = search.find(nanos);
    letGo();
    return found;
  }

  /** Lets go of the cancelled keys; the platform is asked only if it has some of them. */
  private void letGo() throws IOException {
    if (hasCancelled()) {
      flush();
      if (hasCancelled()) {
        search.lookAtPlatform();
        flush();
      }
    }
  }

  private Search.Interruptible interruptible() {
    return new Search.Interruptible() {
      @Override
      public boolean isOver() {
        return !isOpen();
      }

      @Override
      public void begin() {
        SwitchSelector.this.begin();
      }

      @Override
      public void end() {
        SwitchSelector.this.end();
      }
    };
  }

  private int report(List<SwitchSelectionKey> found, @Nullable Consumer<SelectionKey> action) {
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

  private boolean hasCancelled() {
    synchronized (cancelledKeys()) {
      return !cancelledKeys().isEmpty();
    }
  }

  /** Lets go of the cancelled keys that the platform's selector has let go of. */
  private void flush() throws IOException {
    List<SelectionKey> cancelled;
    synchronized (cancelledKeys()) {
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
    if (anchored) {
      platform.flushAnchor();
    }
  }

  private void remove(SwitchSelectionKey key) {
    keys.remove(key);
    selected.remove(key);
    deregister(key);
    key.stop();
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops,
      @Nullable Object attachment) {
    // First, since it refuses a channel that no selector knows, as the JDK does.
    PlatformKey below = below(channel);
    checkOpen();
    SwitchSelectionKey key = new SwitchSelectionKey(channel, this, below);
    key.attach(attachment);
    keys.add(key);
    key.start(ops);
    if (!isOpen()) {
      keys.remove(key);
      key.stop();
      throw new ClosedSelectorException();
    }
    return key;
  }

  private PlatformKey below(AbstractSelectableChannel channel) {
    try {
      return channel instanceof Selectable ? platform.none() : platform.anchored(channel);
    } catch (ClosedChannelException e) {
      // It is being closed by another thread, which will cancel this key.
      return platform.none();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void implCloseSelector() throws IOException {
    platform.inner().wakeup();
    search.wakeup();
    synchronized (this) {
      search.close();
      synchronized (selected) {
        for (SelectionKey key : keys) {
          remove((SwitchSelectionKey) key);
        }
      }
      platform.close();
    }
  }

  private void checkOpen() {
    if (!isOpen()) {
      throw new ClosedSelectorException();
    }
  }
}
