package org.sanswitch.hal;

/**
 * What an adapter is and how far it goes.
 *
 * @param name becomes the name of the provider; at most 64 characters of {@code a-z0-9.-}
 * @param version for people
 * @param maxMessageSize greatest message of postSend, in bytes, at least 4,096
 * @param maxInjectSize postSend up to this many bytes may name unregistered memory, and has copied
 *     all of it when it returns; 0 for none
 * @param maxSends greatest number of sends under way on a queue pair
 * @param maxReceives greatest number of receives posted on a queue pair, at least 8
 * @param maxRdmaSize greatest RDMA transfer in bytes; 0 without RDMA
 * @param rdmaRead whether postRead works
 * @param rdmaThreshold from how many bytes on RDMA is preferred
 */
public record AdapterInfo(
    String name,
    String version,
    int maxMessageSize,
    int maxInjectSize,
    int maxSends,
    int maxReceives,
    int maxRdmaSize,
    boolean rdmaRead,
    int rdmaThreshold) {

  /** Checks the bounds. */
  public AdapterInfo {
    if (!name.matches("[a-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException("adapter name '" + name + "' is not [a-z0-9.-]{1,64}");
    }
    if (maxMessageSize < 4096 || maxInjectSize < 0 || maxSends < 1 || maxReceives < 8) {
      throw new IllegalArgumentException(
          "adapter " + name + ": message " + maxMessageSize + " (at least 4096), inject "
              + maxInjectSize + " (at least 0), sends " + maxSends + " (at least 1), receives "
              + maxReceives + " (at least 8)");
    }
  }
}
