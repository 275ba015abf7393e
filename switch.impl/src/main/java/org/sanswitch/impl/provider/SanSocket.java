package org.sanswitch.impl.provider;

import org.sanswitch.spi.SocketDescriptor;

/**
 * A socket of a provider: its descriptor goes down, its handle comes up (SOC-2).
 *
 * @param port the provider
 * @param descriptor the provider's name for it
 * @param handle the switch's name for it
 */
public record SanSocket(
    ProviderPort port, SocketDescriptor descriptor, SwitchSocketHandle handle) {}
