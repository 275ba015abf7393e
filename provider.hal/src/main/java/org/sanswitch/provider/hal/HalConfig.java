package org.sanswitch.provider.hal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of the hardware abstraction as a console shows it; {@link Limits} reads and
 * checks it. A change starts all its providers anew.
 */
@ObjectClassDefinition(name = "Sanswitch hardware abstraction", description = "Bounds of the SAN service providers that are made of hardware adapters. What is not set"
    + " here is taken from the framework or system property of the same name with the prefix"
    + " 'sanswitch.hal.'.")
@interface HalConfig {

  @AttributeDefinition(name = "Flush timeout (ms)", description = "How long an adapter has to complete the operations of a socket that is closed,"
      + " before they are completed without it", min = "1", max = "60000", required = false, defaultValue = "500")
  int flush_timeout_ms();

  @AttributeDefinition(name = "Cleanup timeout (ms)", description = "How long the end of a provider waits for its sockets, and again for its"
      + " progress thread", min = "1", max = "60000", required = false, defaultValue = "2000")
  int cleanup_timeout_ms();

  @AttributeDefinition(name = "Tick (µs)", description = "How often the progress thread looks after sockets that were polled lately;"
      + " it does not tick while there are none", min = "100", max = "100000", required = false, defaultValue = "1000")
  int tick_us();

  @AttributeDefinition(name = "Registration cache (registrations)", description = "How many registrations of memory a provider keeps after their end, for when the"
      + " same memory is registered again; the least recently used goes first. 0 for no cache", min = "0", max = "65536", required = false, defaultValue = "256")
  int cache_entries();

  @AttributeDefinition(name = "Registration cache (MiB)", description = "How much memory the registrations that a provider keeps may have together", min = "1", max = "1048576", required = false, defaultValue = "256")
  int cache_mib();
}
