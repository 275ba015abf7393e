package org.sanswitch.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A SAN service provider: an OSGi service that the switch discovers (INI-1, INI-5).
 *
 * <p>Service properties: {@link #NAME} (required, unique among running providers, at most 64
 * characters of {@code a-z0-9.-}), {@link #VERSION} (for people), {@code service.ranking} (the
 * higher is preferred).
 *
 * <p>When the service is unregistered the switch ends what runs over it and calls WSPCleanup, in
 * bounded time and before the unregistration returns. The provider must stay able to answer until
 * then.
 */
@ConsumerType
public interface SanServiceProvider {

  /** Service property: name of the provider. */
  String NAME = "org.sanswitch.provider.name";

  /** Service property: version of the provider, for people. */
  String VERSION = "org.sanswitch.provider.version";

  /** The version of this interface: major in the high, minor in the low 16 bits. */
  int SPI_VERSION = 0x0001_0000;

  /**
   * WSPStartupEx: starts the provider. Called once per registration, before anything else.
   *
   * @param version {@link #SPI_VERSION} of the switch
   * @param tcpIp the protocol that is emulated (INI-2)
   * @param upcalls this provider's view of the upcall table; it stays valid until WSPCleanup has
   *     returned
   * @return the provider's functions
   * @throws WsaException WSAVERNOTSUPPORTED if the major version is another; WSASYSNOTREADY, with a
   *     reason, if the provider cannot work here or now
   */
  WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
      throws WsaException;
}
