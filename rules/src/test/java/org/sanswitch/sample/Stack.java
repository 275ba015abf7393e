package org.sanswitch.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** Production code for the tests of mutants: a stack of bounded size. */
final class Stack {

  private final Deque<Item> items = new ArrayDeque<>();
  private long weight;

  record Item(String name, long weight) {}

  void push(long itemWeight, String name) {
    require(name, itemWeight);
    items.push(new Item(name, itemWeight));
    weight += itemWeight;
  }

  private static void require(String name, long itemWeight) {
    if (itemWeight < 0) {
      throw new IllegalArgumentException(name + " weighs " + itemWeight);
    }
  }

  Item pop() throws Exception {
    Callable<Item> last = () -> items.pop();
    Item popped = last.call();
    weight -= popped.weight();
    return popped;
  }

  long weight() {
    return weight;
  }

  void awaitEmpty() {
    while (!items.isEmpty()) {
      Thread.onSpinWait();
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted with " + items.size() + " items");
      }
    }
  }
}
