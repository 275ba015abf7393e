package org.sanswitch.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The switch's name for a provider's socket, made by WPUCreateSocketHandle; opaque to the provider
 * (SOC-2). It means nothing through the upcall table of another provider.
 */
@ProviderType
public interface SocketHandle {}
