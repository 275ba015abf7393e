package org.sanswitch.impl.routing;

import java.net.InetAddress;
import org.sanswitch.impl.provider.StartedProvider;

/**
 * A provider that reaches a destination.
 *
 * @param provider the provider
 * @param local the local address that leads there
 */
public record Candidate(StartedProvider provider, InetAddress local) {}
