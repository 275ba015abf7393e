/** The hardware abstraction: makes a SAN service provider of every SanAdapter. */
@NullMarked
package org.sanswitch.provider.hal;

import org.jspecify.annotations.NullMarked;
