package org.sanswitch.impl.provider;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set for any number of threads that keeps the order in which its elements came: what the switch
 * does to many at once has an order that does not depend on where objects lie in memory, so that a
 * simulation can be replayed.
 *
 * @param <T> the elements
 */
public final class OrderedSet<T> {

  /** Guard: this. */
  private final Set<T> elements = new LinkedHashSet<>();

  /**
   * Adds an element behind all others.
   *
   * @param element the element
   * @return whether it was not there before
   */
  public synchronized boolean add(T element) {
    return elements.add(element);
  }

  /**
   * Removes an element.
   *
   * @param element the element
   * @return whether it was there
   */
  public synchronized boolean remove(T element) {
    return elements.remove(element);
  }

  /** {@return number of elements} */
  public synchronized int size() {
    return elements.size();
  }

  /** {@return whether there is none} */
  public synchronized boolean isEmpty() {
    return elements.isEmpty();
  }

  /** {@return the elements of this moment, the oldest first} */
  public synchronized List<T> copy() {
    return new ArrayList<>(elements);
  }
}
