/**
 * The vocabulary of the data path that the provider interface and the hardware abstraction share:
 * memory regions and gather lists.
 *
 * <p>It is a package of its own so that adapters never see the provider interface, and nothing has
 * to be translated per message (see {@code docs/adr}).
 */
@NullMarked
@Version("0.1.0")
package org.sanswitch.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
