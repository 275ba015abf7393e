package org.sanswitch.impl.memory;

import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lives that are looked after, by scope, in the order in which they were used last. Guard of
 * everything: the lock of {@link ApplicationMemory}.
 */
final class Lives {

  /**
   * What a life is found by. One of two that are compared has a scope, the other a life; a scope must
   * not be kept, as it holds the memory.
   */
  private record Key(int hash, MemorySegment.@Nullable Scope scope, @Nullable Life life) {

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Key key && (isFor(key) || key.isFor(this)));
    }

    private boolean isFor(Key key) {
      return scope != null && key.life != null && key.life.has(scope);
    }
  }

  private final int most;
  private final ReferenceQueue<Object> queue;
  private final Map<Key, Life> lives = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes an empty set.
   *
   * @param most greatest number of lives, those apart that have registered memory
   * @param queue where the collection of a life shows
   */
  Lives(int most, ReferenceQueue<Object> queue) {
    this.most = most;
    this.queue = queue;
  }

  /** {@return number of lives} */
  int count() {
    return lives.size();
  }

  /** {@return the life that a scope is of, or null} */
  @Nullable
  Life find(MemorySegment.Scope scope) {
    return lives.get(new Key(scope.hashCode(), scope, null));
  }

  /** Begins a life that {@link #find} does not find. */
  Life begin(Lifetime lifetime, MemorySegment.Scope scope, Object source) {
    Life life = new Life(lifetime, scope, source, queue);
    lives.put(new Key(life.hash, null, life), life);
    return life;
  }

  /** {@return the lives that are over, looked after no longer} */
  List<Life> removeIf(Predicate<Life> over) {
    List<Life> ended = new ArrayList<>();
    for (Iterator<Life> each = lives.values().iterator(); each.hasNext();) {
      Life life = each.next();
      if (over.test(life)) {
        each.remove();
        life.end();
        ended.add(life);
      }
    }
    return ended;
  }

  /** {@return a life that has to make room, looked after no longer, or null} */
  @Nullable
  Life removeEldest() {
    if (lives.size() <= most) {
      return null;
    }
    for (Iterator<Life> each = lives.values().iterator(); each.hasNext();) {
      Life life = each.next();
      if (!life.isLeased()) {
        each.remove();
        life.end();
        return life;
      }
    }
    return null;
  }

  /** {@return all lives} */
  List<Life> all() {
    return List.copyOf(lives.values());
  }
}
