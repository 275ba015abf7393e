package org.sanswitch.hal;

import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.sanswitch.api.ServedAddress;

/**
 * A piece of SAN hardware, real or emulated: an OSGi service. The hardware abstraction bundle turns
 * each into a SAN service provider.
 *
 * <p><b>Threading.</b> An adapter has no threads of its own. The hardware abstraction calls {@link
 * #processEvents} from one thread at a time, all the time between {@link #open} and {@link #close}
 * but for a few milliseconds; what one call does happens before the next, which may be another thread's.
 * Every callback of {@link AdapterHandler} is made inside that call, in that thread. All other functions
 * may be called by any thread at any time, also from inside a callback, and do not wait for the
 * peer.
 */
@ConsumerType
public interface SanAdapter {

  /** {@return what it is; the same at all times, also before open} */
  AdapterInfo info();

  /**
   * Starts the adapter.
   *
   * @param handler receives what happens
   * @throws AdapterException with the reason if it cannot work here or now; it may be tried again
   */
  void open(AdapterHandler handler) throws AdapterException;

  /** {@return the local addresses that it serves now; empty when not open} */
  List<ServedAddress> addresses();

  /**
   * Listens. The TCP/IP listener at that address exists already, and stays until after {@link
   * AdapterListener#close} (LIS-1, LIS-4).
   *
   * @param local full address, or the wildcard with a port
   * @param backlog greatest number of requests reported and neither accepted nor rejected
   * @return the listener
   * @throws AdapterException ADDRESS_IN_USE; ADDRESS_NOT_AVAILABLE; NOT_REACHED with {@code
   *     LISTENER_AMBIGUOUS} where the TCP/IP listener cannot be told for certain
   */
  AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException;

  /**
   * Makes a queue pair, not connected. Receives may be posted at once.
   *
   * @param context anything of the caller's; {@link QueuePair#context} gives it back
   * @return the queue pair
   * @throws AdapterException NO_RESOURCES
   */
  QueuePair createQueuePair(Object context) throws AdapterException;

  /**
   * Waits for events and handles them by calling the handler.
   *
   * @param maxWaitNanos how long to wait for the first event; 0 not at all
   * @return number of events that were handled
   */
  int processEvents(long maxWaitNanos);

  /** Ends the wait of {@link #processEvents} early, or the next one if there is none now. */
  void wakeup();

  /**
   * Ends the adapter: disconnects and closes what is still open, and releases all that it holds, in
   * bounded time. No callback is made afterwards. Calling it again does nothing; open may follow.
   */
  void close();
}
