package org.sanswitch.impl.channels;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The selected keys as applications see them: they may remove, but not add. */
final class SelectedKeys extends AbstractSet<SelectionKey> {

  /** Guarded by the monitor of this set. */
  private final Set<SelectionKey> keys = new HashSet<>();

  void select(SelectionKey key) {
    keys.add(key);
  }

  @Override
  public Iterator<SelectionKey> iterator() {
    return keys.iterator();
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public boolean contains(@Nullable Object o) {
    return keys.contains(o);
  }

  @Override
  public boolean remove(@Nullable Object o) {
    return keys.remove(o);
  }

  @Override
  public void clear() {
    keys.clear();
  }
}
