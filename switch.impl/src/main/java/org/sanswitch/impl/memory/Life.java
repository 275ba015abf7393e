package org.sanswitch.impl.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;

/**
 * One life of native memory of the application: a direct buffer with all its slices and duplicates,
 * or an automatic arena with all that it has allocated. Other memory at the same address is another
 * life.
 *
 * <p>Guard of everything that changes: the lock of {@link ApplicationMemory}.
 */
final class Life {

  private static final int MAX_RANGES = 64;

  /** Notices the end of a life that a collection ends. */
  static final class Anchor extends WeakReference<Object> {
    final Life life;

    Anchor(Life life, Object referent, ReferenceQueue<Object> queue) {
      super(referent, queue);
      this.life = life;
    }
  }

  /** Hash of the scopes of this life; all of them are equal. */
  final int hash;

  /** What the segments that providers get live in: they must not hold the memory itself. */
  private final Arena standIn = Arena.ofAuto();

  private final ReferenceQueue<Object> queue;

  /** The object whose collection is noticed; null once there is none. */
  private @Nullable Anchor anchor;

  /** The object that was used last; it takes the place of an anchor that is gone. */
  private @Nullable WeakReference<Object> latest;

  /** What providers were given. */
  private final List<MemorySegment> ranges = new ArrayList<>();

  /** Who was given any of it. */
  private final Set<ProviderPort> ports = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What is registered now, so that it is not collected; one for each registration. */
  private final List<MemorySegment> held = new ArrayList<>();

  private boolean over;

  /**
   * Begins a life.
   *
   * @param scope a scope of it
   * @param source the buffer or scope to be noticed
   * @param queue where its collection shows
   */
  Life(MemorySegment.Scope scope, Object source, ReferenceQueue<Object> queue) {
    this.hash = scope.hashCode();
    this.queue = queue;
    this.anchor = new Anchor(this, source, queue);
  }

  /** {@return whether a scope is of this life} */
  boolean has(MemorySegment.Scope scope) {
    return isOf(anchor, scope) || isOf(latest, scope);
  }

  private static boolean isOf(
      @Nullable WeakReference<Object> reference, MemorySegment.Scope scope) {
    Object referent = reference == null ? null : reference.get();
    return referent instanceof ByteBuffer buffer
        ? MemorySegment.ofBuffer(buffer).scope().equals(scope)
        : referent != null && referent.equals(scope);
  }

  /**
   * {@return what a provider is given for a part of the memory} A provider may hold it for ever: it
   * does not hold the memory.
   *
   * @param memory the part
   */
  MemorySegment view(MemorySegment memory) {
    MemorySegment view =
        MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize(), standIn, null);
    return memory.isReadOnly() ? view.asReadOnly() : view;
  }

  /**
   * A part of the memory goes to a provider.
   *
   * @param memory the part
   * @param source the buffer or scope that it was taken from
   * @param port the provider
   * @return what is noted no longer, as there are too many parts; the provider must be told. Or null
   */
  @Nullable
  MemorySegment lease(MemorySegment memory, Object source, ProviderPort port) {
    held.add(memory);
    ports.add(port);
    if (anchor != null && anchor.get() != source) {
      latest = new WeakReference<>(source);
    }
    for (MemorySegment each : ranges) {
      if (contains(each, memory)) {
        return null;
      }
    }
    ranges.add(view(memory));
    return ranges.size() > MAX_RANGES ? ranges.removeFirst() : null;
  }

  private static boolean contains(MemorySegment outer, MemorySegment inner) {
    long start = inner.address() - outer.address();
    return start >= 0 && inner.byteSize() <= outer.byteSize() - start;
  }

  /**
   * A part of the memory came back from a provider.
   *
   * @param memory what was leased
   */
  void release(MemorySegment memory) {
    held.remove(memory);
  }

  /** {@return whether a provider has a part of it, registered} */
  boolean isLeased() {
    return !held.isEmpty();
  }

  /** {@return whether any part that a provider was given has a byte of that memory} */
  boolean overlaps(MemorySegment memory) {
    long start = memory.address();
    long end = start + memory.byteSize();
    for (MemorySegment each : ranges) {
      if (each.address() < end && start < each.address() + each.byteSize()) {
        return true;
      }
    }
    return false;
  }

  /**
   * An anchor was collected.
   *
   * @param gone the anchor
   * @return whether the life is over: no other object of it is known
   */
  boolean collected(Anchor gone) {
    if (gone != anchor || over) {
      return false;
    }
    Object next = latest == null ? null : latest.get();
    latest = null;
    anchor = next == null ? null : new Anchor(this, next, queue);
    return next == null;
  }

  /** {@return whether it is over} */
  boolean isOver() {
    return over;
  }

  /** It is over, or nobody looks after it any longer. */
  void end() {
    over = true;
  }

  /** {@return who must be told of its end} */
  List<ProviderPort> ports() {
    return List.copyOf(ports);
  }

  /** {@return what they were given} */
  List<MemorySegment> ranges() {
    return List.copyOf(ranges);
  }

  /** A provider has gone, with all it had. */
  void forget(ProviderPort port) {
    ports.remove(port);
  }

  @Override
  public String toString() {
    return "life with " + ranges.size() + " ranges, " + held.size() + " registered";
  }
}
