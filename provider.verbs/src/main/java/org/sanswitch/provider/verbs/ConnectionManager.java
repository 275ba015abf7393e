package org.sanswitch.provider.verbs;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The event channel of librdmacm and the identifiers on it. An event is read, copied and acknowledged
 * under one lock, under which alone identifiers and their queue pairs are destroyed: the library
 * touches the queue pair while it reads an event, and does not destroy an identifier before all its
 * events are acknowledged.
 *
 * <p>The lock is the innermost of all. What the library is asked about an identifier that may be destroyed
 * by the end of the adapter meanwhile goes through here, and finds that it is closed.
 */
final class ConnectionManager {

  /** Events that are handled before others have their turn. */
  private static final int BATCH = 64;

  private static final System.Logger LOG = System.getLogger(ConnectionManager.class.getName());

  private final CmLibrary library;
  private final long channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, CmEvent.Target> targets = new ConcurrentHashMap<>();

  /** Guard: lock. Connections that have ended, of which the peers will be told later. */
  private final Set<Long> untold = new HashSet<>();
  /** Guard: lock. Whether nothing can be said to peers now. */
  private boolean silent;
  /** Guard: lock. */
  private boolean closed;

  private ConnectionManager(CmLibrary library, long channel) {
    this.library = library;
    this.channel = channel;
  }

  /**
   * {@return a new event channel}
   *
   * @throws AdapterException NO_DEVICE or NO_PERMISSION with what to do about it
   */
  static ConnectionManager open(CmLibrary library) throws AdapterException {
    long channel = library.createEventChannel();
    if (channel < 0) {
      throw DeviceFile.failure(
          DeviceFile.ofManager(), (int) -channel,
          "cannot open " + DeviceFile.ofManager() + "; is rdma_ucm loaded?");
    }
    return new ConnectionManager(library, channel);
  }

  CmLibrary library() {
    return library;
  }

  /** {@return the descriptor that is readable when there is an event} */
  int descriptor() {
    return Raw.getInt(channel + VerbsLayout.CM_CHANNEL_FD);
  }

  /**
   * {@return a new identifier}
   *
   * @param target takes its events
   * @throws AdapterException NO_RESOURCES; PROVIDER_GONE if the adapter was closed meanwhile
   */
  long create(CmEvent.Target target) throws AdapterException {
    lock.lock();
    try {
      if (closed) {
        throw new AdapterException(
            AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_GONE, "the adapter is closed");
      }
      long id = library.createId(channel);
      if (id < 0) {
        throw ErrorTables.ofResources((int) -id, "cannot make an identifier for a connection");
      }
      try {
        LayoutCheck.identifier(id, channel);
      } catch (AdapterException e) {
        destroy(id, false);
        throw e;
      }
      targets.put(id, target);
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Has another object take the events of an identifier. */
  void hand(long id, CmEvent.Target target) {
    targets.put(id, target);
  }

  /** Binds an identifier; {@return 0, or an error number negated} */
  int bind(long id, InetSocketAddress address) {
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      return closed
          ? -Errno.ENODEV
          : library.bindAddress(id, CmAddress.encode(arena, address).address());
    } finally {
      lock.unlock();
    }
  }

  /** Has an identifier that is bound take requests; {@return 0, or an error number negated} */
  int listen(long id, int backlog) {
    lock.lock();
    try {
      return closed ? -Errno.ENODEV : library.listen(id, backlog);
    } finally {
      lock.unlock();
    }
  }

  /** {@return the context of the device that an identifier is bound to, 0 if there is none} */
  long deviceOf(long id) {
    lock.lock();
    try {
      return closed ? 0 : Raw.getLong(id + VerbsLayout.ID_VERBS);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Destroys an identifier, and its queue pair if it has one. It must not be used by anybody any more.
   */
  void destroy(long id, boolean queuePair) {
    lock.lock();
    try {
      targets.remove(id);
      if (!closed) {
        if (queuePair) {
          library.destroyQueuePair(id);
        }
        int error = library.destroyId(id);
        if (error < 0) {
          LOG.log(Level.WARNING, "an identifier cannot be destroyed: error {0}", -error);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a conversation with a peer, of which the kernel tells the peer: its queue pair is destroyed now, and
   * the identifier as soon as something can be said to peers.
   */
  void part(long id, boolean queuePair) {
    lock.lock();
    try {
      if (!silent || closed) {
        destroy(id, queuePair);
        return;
      }
      targets.remove(id);
      if (queuePair) {
        library.destroyQueuePair(id);
      }
      untold.add(id);
    } finally {
      lock.unlock();
    }
  }

  /** Says why a peer is not accepted, and ends the conversation. */
  void refuse(long id, Greeting.Status why) {
    lock.lock();
    try {
      if (!silent) {
        reject(id, why);
      }
      part(id, false);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing can be said to peers from now on, or everything again (ADR 176). */
  void silence(boolean now) {
    lock.lock();
    try {
      silent = now;
      if (!now) {
        untold.forEach(id -> {
          int error = library.disconnect(id);
          if (error < 0) {
            LOG.log(Level.DEBUG, "a peer cannot be told of the end: error {0}", -error);
          }
          destroy(id, false);
        });
        untold.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether the peer that wants to connect is still there} No event tells when it goes. */
  boolean isPending(long id) {
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (closed) {
        return false;
      }
      MemorySegment attributes = arena.allocate(VerbsLayout.QP_ATTR_BYTES, Long.BYTES);
      attributes.set(
          ValueLayout.JAVA_INT, VerbsLayout.QP_ATTR_STATE, VerbsLayout.QP_STATE_INIT);
      MemorySegment mask = arena.allocate(ValueLayout.JAVA_INT);
      return library.initialAttributes(id, attributes.address(), mask.address()) == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Tells a peer why it is not accepted. */
  void reject(long id, Greeting.Status why) {
    byte[] bytes = new Greeting(why).encode();
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (closed) {
        return;
      }
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      int error = library.reject(id, data.address(), bytes.length);
      if (error < 0) {
        LOG.log(Level.DEBUG, "a request cannot be rejected, its peer has gone: error {0}", -error);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Handles what has happened; in the event thread. */
  void handleEvents() {
    for (int i = 0; i < BATCH && handleEvent(); i++) {
      // Until there are no more, or others have their turn.
    }
  }

  private boolean handleEvent() {
    CmEvent event;
    CmEvent.@Nullable Target target;
    lock.lock();
    try {
      long at = closed ? -Errno.EAGAIN : library.getEvent(channel);
      if (at < 0) {
        return false;
      }
      event = CmEvent.read(at);
      target =
          targets.get(
              event.kind() == CmEvent.Kind.CONNECT_REQUEST ? event.listener() : event.id());
      library.acknowledge(at);
    } finally {
      lock.unlock();
    }
    if (target != null) {
      target.take(event);
    } else if (event.kind() == CmEvent.Kind.CONNECT_REQUEST) {
      // Its listener has gone; the new identifier is ours to destroy.
      refuse(event.id(), Greeting.Status.GONE);
    }
    return true;
  }

  /** Closes the channel; all identifiers have been destroyed. */
  void close() {
    lock.lock();
    try {
      if (!closed) {
        targets.keySet().forEach(id -> destroy(id, false));
        untold.forEach(id -> destroy(id, false));
        untold.clear();
        closed = true;
        library.destroyEventChannel(channel);
      }
    } finally {
      lock.unlock();
    }
  }
}
