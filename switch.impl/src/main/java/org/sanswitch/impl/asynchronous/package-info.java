/** The facades of asynchronous channels: over a SAN here, over TCP/IP by the platform's own. */
@NullMarked
package org.sanswitch.impl.asynchronous;

import org.jspecify.annotations.NullMarked;
