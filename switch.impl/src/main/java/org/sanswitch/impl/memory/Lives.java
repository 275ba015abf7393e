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

  /** Those that are over, but not all providers know it yet. */
  private final List<Life> ending = new ArrayList<>();

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
  Life begin(MemorySegment.Scope scope, Object source) {
    Life life = new Life(scope, source, queue);
    lives.put(new Key(life.hash, null, life), life);
    return life;
  }

  /**
   * Ends lives.
   *
   * @param which those to be ended
   * @param ended takes them; whoever called tells the providers, and then {@link #ended}
   */
  void endIf(Predicate<Life> which, List<Life> ended) {
    for (Iterator<Life> each = lives.values().iterator(); each.hasNext();) {
      Life life = each.next();
      if (which.test(life)) {
        each.remove();
        life.end();
        ended.add(life);
        ending.add(life);
      }
    }
  }

  /** As {@link #endIf}, of the least recently used ones, as many as there are too many. */
  void endEldest(List<Life> ended) {
    int[] surplus = {lives.size() - most};
    if (surplus[0] > 0) {
      endIf(life -> surplus[0] > 0 && !life.isLeased() && surplus[0]-- > 0, ended);
    }
  }

  /** {@return those that are over, but some provider may not know it yet} */
  List<Life> ending() {
    return ending;
  }

  /** All providers know that these are over. */
  void ended(List<Life> lives) {
    ending.removeAll(lives);
  }

  /** {@return all lives} */
  List<Life> all() {
    return List.copyOf(lives.values());
  }
}
