package org.sanswitch.hal;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ConsumerType;

/** A listening endpoint of an adapter. */
@ConsumerType
public interface AdapterListener {

  /** {@return the address that was given to listen} */
  InetSocketAddress local();

  /**
   * Stops to listen. Requests that were reported are over; their peers are not told a final error,
   * since the TCP/IP listener may stay (CON-3): NOT_REACHED. Idempotent.
   */
  void close();
}
