package org.sanswitch.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider's own name for one of its sockets; opaque to the switch (SOC-2).
 *
 * <p>The switch passes it down and nothing else. A provider must answer WSAENOTSOCK to a descriptor
 * that is not its own, or whose WSPCloseSocket has returned (CLO-6); it stays valid until then
 * (DUP-5).
 */
@ConsumerType
public interface SocketDescriptor {}
