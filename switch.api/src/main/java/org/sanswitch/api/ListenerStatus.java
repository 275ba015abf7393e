package org.sanswitch.api;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One listening socket of this process.
 *
 * @param local the address that it listens on
 * @param companions names of the providers on which it has a companion (LIS-1)
 * @param reasons why it has none on the others, one line a provider
 */
public record ListenerStatus(
    InetSocketAddress local, List<String> companions, List<String> reasons) {

  /** Copies the lists. */
  public ListenerStatus {
    companions = List.copyOf(companions);
    reasons = List.copyOf(reasons);
  }
}
