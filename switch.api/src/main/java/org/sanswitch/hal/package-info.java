/**
 * What a piece of hardware plugs into the hardware abstraction bundle.
 *
 * <p>A {@link org.sanswitch.hal.SanAdapter} is registered as an OSGi service; the hardware
 * abstraction bundle turns it into a full SAN service provider and keeps the rules of closing and
 * completion for it. An adapter knows verbs-like things only: queue pairs, memory regions,
 * completion queues, listeners. It never sees the provider interface.
 */
@NullMarked
@Version("0.1.0")
package org.sanswitch.hal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
