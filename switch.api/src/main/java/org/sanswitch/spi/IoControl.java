package org.sanswitch.spi;

import java.util.List;
import org.sanswitch.api.ServedAddress;

/**
 * Codes of WSPIoctl with the type of their answer (OPT-1, INI-3).
 *
 * @param name name of the code
 * @param <R> type of the answer
 */
public record IoControl<R>(String name) {

  /** The local addresses that the provider serves (INI-3). */
  public static final IoControl<List<ServedAddress>> SIO_ADDRESS_LIST_QUERY =
      new IoControl<>("SIO_ADDRESS_LIST_QUERY");

  /** Quality of service of a socket; WSAEOPNOTSUPP without. */
  public static final IoControl<String> SIO_GET_QOS = new IoControl<>("SIO_GET_QOS");
}
