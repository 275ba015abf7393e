package org.sanswitch.api;

/**
 * Why a connection or listener runs where it runs.
 *
 * <p>One enum feeds status, report, logs, shell and documentation; its names are stable. The text
 * is one clause in plain words.
 */
public enum RouteReason {
  /** A SAN service provider carries the connection. */
  SAN("carried by a SAN service provider"),
  /** No provider is registered, or none has started. */
  NO_PROVIDER("no SAN service provider is running"),
  /** Providers run, but none serves the subnet of the destination. */
  NOT_IN_SUBNET("the destination is in no subnet that a SAN service provider serves"),
  /** The destination listens on TCP/IP but has no companion listener on the SAN. */
  PEER_HAS_NO_SWITCH("the peer does not listen on the SAN"),
  /** More than one process, or none that can be told, would be reached by TCP/IP (LIS-4). */
  LISTENER_AMBIGUOUS("the TCP/IP listener behind the address cannot be told for certain"),
  /** The local listener shares its port (SO_REUSEPORT), so no companion may exist (LIS-4). */
  PORT_SHARED("the port is shared by SO_REUSEPORT"),
  /** Both ends have a switch, but of session protocol versions that do not fit. */
  VERSION("the session protocol versions do not fit"),
  /** A rule says so. */
  RULE("a rule of the operator"),
  /** A provider was asked and failed in another way than those named here. */
  PROVIDER_FAILED("the SAN service provider failed"),
  /** The provider did not answer within the bound of the SAN attempt. */
  PROVIDER_TIMED_OUT("the SAN service provider did not answer in time"),
  /** A recent attempt failed; the destination is in the negative cache. */
  RECENTLY_FAILED("a recent attempt over the SAN failed; it is tried again later"),
  /** The provider was stopped, updated or removed. */
  PROVIDER_GONE("the SAN service provider has left"),
  /** The provider asks for another version of the provider interface (WSAVERNOTSUPPORTED). */
  PROVIDER_VERSION("the SAN service provider wants another version of the provider interface"),
  /** The provider claims addresses that are not addresses of this host. */
  PROVIDER_LIED("the SAN service provider claims addresses that this host does not have"),
  /** The JVM does not allow native access. */
  NATIVE_ACCESS_DENIED("native access is not allowed (--enable-native-access)"),
  /** The operating system or processor is not one that the provider supports. */
  PLATFORM_UNSUPPORTED("the platform is not supported by the provider"),
  /** Shared memory is missing, full, or smaller than one connection needs. */
  NO_SHARED_MEMORY("there is no room for the connection in shared memory"),
  /** The rendezvous directory cannot be made, or is owned or writable by somebody else. */
  RENDEZVOUS_UNSAFE("the rendezvous directory is not safe to use"),
  /** The peer runs as another user, or as one that cannot be told. */
  OTHER_USER("the peer belongs to another user"),
  /** The provider has no device to work with. */
  NO_DEVICE("there is no device"),
  /** A library of the system that the provider calls is missing, or too old. */
  NO_LIBRARY("a library of the system is missing"),
  /** The user may not use the device. */
  NO_PERMISSION("the user may not use the device"),
  /** Memory cannot be registered: this process may not lock as much as it takes. */
  LOCKED_MEMORY("the process may not lock enough memory"),
  /** The provider does not have this function yet. */
  NOT_YET_SUPPORTED("not supported yet"),
  /** The kind of socket is always served by TCP/IP: datagram, multicast, UNIX domain (SOC-5). */
  SOCKET_KIND("sockets of this kind always go by the JDK"),
  /** A proxy lies between. */
  PROXY("a proxy is configured for the destination"),
  /** An option was set that only TCP/IP can honour. */
  OPTION("a socket option that only TCP/IP can honour"),
  /** The switch was stopped, or is not started yet. */
  SWITCH_STOPPED("the switch is not running"),
  /** The JVM is older than the switch needs. */
  JVM_TOO_OLD("the JVM is older than 25"),
  /** The application has installed a socket factory of its own. */
  FACTORY_TAKEN("the application has set a socket factory of its own");

  private final String text;

  RouteReason(String text) {
    this.text = text;
  }

  /** {@return one clause in plain words, lower case, without a full stop} */
  public String text() {
    return text;
  }
}
