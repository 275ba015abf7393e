package org.sanswitch.hal;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ConsumerType;

/** A listening endpoint of an adapter. */
@ConsumerType
public interface AdapterListener {

  /** {@return the address that was given to listen} */
  InetSocketAddress local();

  /** Stops to listen. Requests that were reported are rejected with REFUSED. Idempotent. */
  void close();
}
