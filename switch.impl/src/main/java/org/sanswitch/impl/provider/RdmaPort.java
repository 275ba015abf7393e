package org.sanswitch.impl.provider;

import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * What a provider has for RDMA, asked for once (INI-4, OPT-1).
 *
 * @param register WSPRegisterRdmaMemory
 * @param deregister WSPDeregisterRdmaMemory
 * @param write WSPRdmaWrite
 * @param read WSPRdmaRead, or null if the provider answers WSAEOPNOTSUPP
 * @param maxSize SO_MAX_RDMA_SIZE in bytes, at least 1
 * @param threshold SO_RDMA_THRESHOLD_SIZE in bytes, at least 1
 */
public record RdmaPort(
    ExtensionFunction.RegisterRdmaMemory register,
    ExtensionFunction.DeregisterMemory deregister,
    ExtensionFunction.RdmaTransfer write,
    ExtensionFunction.@Nullable RdmaTransfer read,
    int maxSize,
    int threshold) {

  /**
   * Asks a provider.
   *
   * @param table its functions
   * @param probe a socket
   * @return what it has, or null where it has no RDMA
   * @throws WsaException if it does not answer
   */
  static @Nullable RdmaPort ask(WspProcedureTable table, SocketDescriptor probe)
      throws WsaException {
    int size = option(table, probe, SanSocketOption.SO_MAX_RDMA_SIZE);
    var register = function(table, probe, ExtensionFunction.WSPREGISTERRDMAMEMORY);
    var deregister = function(table, probe, ExtensionFunction.WSPDEREGISTERRDMAMEMORY);
    var write = function(table, probe, ExtensionFunction.WSPRDMAWRITE);
    if (size <= 0 || register == null || deregister == null || write == null) {
      return null;
    }
    return new RdmaPort(register, deregister, write,
        function(table, probe, ExtensionFunction.WSPRDMAREAD), size,
        Math.max(1, option(table, probe, SanSocketOption.SO_RDMA_THRESHOLD_SIZE)));
  }

  private static int option(WspProcedureTable table, SocketDescriptor probe,
      SanSocketOption option) throws WsaException {
    try {
      return table.wspGetSockOpt(probe, option);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAENOPROTOOPT) {
        return 0;
      }
      throw e;
    }
  }

  private static <F> @Nullable F function(WspProcedureTable table, SocketDescriptor probe,
      ExtensionFunction<F> id) throws WsaException {
    try {
      return table.wspGetExtensionFunction(probe, id);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAEOPNOTSUPP) {
        return null;
      }
      throw e;
    }
  }
}
