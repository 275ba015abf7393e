package org.sanswitch.provider.hal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the hardware abstraction. A change starts all its providers anew. */
@ObjectClassDefinition(name = "Sanswitch hardware abstraction", description = "Bounds of the SAN service providers that are made of hardware adapters")
@interface HalConfig {

  /** {@return how long an adapter has to complete the operations of a closed socket} */
  @AttributeDefinition(name = "Flush timeout (ms)", description = "How long an adapter has to complete the operations of a socket that is closed,"
      + " before they are completed without it", min = "1", max = "60000")
  int flush_timeout_ms() default Limits.FLUSH_TIMEOUT_MS;

  /** {@return how long WSPCleanup may take for sockets, and again for the progress thread} */
  @AttributeDefinition(name = "Cleanup timeout (ms)", description = "How long the end of a provider waits for its sockets, and again for its"
      + " progress thread", min = "1", max = "60000")
  int cleanup_timeout_ms() default Limits.CLEANUP_TIMEOUT_MS;

  /** {@return how often sockets that nobody polls any longer are looked after} */
  @AttributeDefinition(name = "Tick (µs)", description = "How often the progress thread looks after sockets that were polled lately;"
      + " it does not tick while there are none", min = "100", max = "100000")
  int tick_us() default Limits.TICK_US;
}
