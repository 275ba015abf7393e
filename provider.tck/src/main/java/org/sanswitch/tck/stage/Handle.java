package org.sanswitch.tck.stage;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.spi.SocketHandle;

/** The switch's name for a socket, as the kit makes it, with what is known of the socket. */
public final class Handle implements SocketHandle {

  /** MAKING inside WSPSocket and WSPAccept; OPEN until WSPCloseSocket or WSPCleanup is called. */
  enum State {
    MAKING, OPEN, CLOSING
  }

  private final String name;
  private final Object context;

  /** Guard: this. */
  private State state = State.MAKING;

  /** Guard: this. WPUCloseSocketHandle was called. */
  private boolean closed;

  /** Guard: this. Upcalls that are under way. */
  private int inside;

  /** Guard: this. Number of the last receive that was notified. */
  private int lastReceive;

  /** Guard: this. */
  private final List<Operation> operations = new ArrayList<>();

  Handle(String name, Object context) {
    this.name = name;
    this.context = context;
  }

  Object context() {
    return context;
  }

  synchronized State state() {
    return state;
  }

  synchronized void become(State next) {
    state = next;
  }

  /** {@return whether WPUCloseSocketHandle was called for it} */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** {@return false if it was closed already} */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /** {@return whether this upcall is the only one of the socket now} */
  synchronized boolean enter() {
    return inside++ == 0;
  }

  synchronized void exit() {
    inside--;
  }

  synchronized void add(Operation operation) {
    operations.add(operation);
  }

  /** {@return the operations that were started on it} */
  public synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** {@return whether receives are notified in the order in which they were posted} */
  synchronized boolean inOrder(Operation receive) {
    boolean ordered = receive.number() > lastReceive;
    lastReceive = Math.max(lastReceive, receive.number());
    return ordered;
  }

  @Override
  public String toString() {
    return name;
  }
}
