package org.sanswitch.tck.broken;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** One function that accepts a socket after WSPCloseSocket, and does nothing with it. */
@Breaks("CLO-6")
final class UseAfterClose extends Breach {

  private final String function;
  private final Set<Object> closed = ConcurrentHashMap.newKeySet();

  UseAfterClose(String function) {
    this.function = function;
  }

  /**
   * {@return the functions that take a socket and can tell that it is none} WSPCloseSocket has a
   * breach of its own; WSPGetQOSByName and WSPDuplicateSocket are not there; wakeWaiters says
   * nothing.
   */
  static Stream<String> functions() {
    Set<String> others =
        Set.of("wspCloseSocket", "wspGetQosByName", "wspDuplicateSocket", "wakeWaiters");
    return Stream.of(WspProcedureTable.class.getMethods())
      .filter(method -> method.getParameterCount() > 0
          && method.getParameterTypes()[0] == SocketDescriptor.class)
      .map(Method::getName)
      .filter(name -> !others.contains(name))
      .sorted();
  }

  @Override
  public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
      throws WsaException {
    WspProcedureTable table = super.wspStartupEx(version, tcpIp, upcalls);
    return (WspProcedureTable) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[]{WspProcedureTable.class}, (proxy, method, arguments) -> {
          if (method.getName().equals(function) && closed.contains(arguments[0])) {
            return nothing(method);
          }
          try {
            return method.invoke(table, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    super.wspCloseSocket(socket);
    closed.add(socket);
  }

  private static Object nothing(Method method) {
    return switch (method.getName()) {
      case "wspConnect" -> WsaError.WSAEWOULDBLOCK;
      case "wspSend", "wspRecv" -> WsaError.WSA_IO_PENDING;
      case "wspGetOverlappedResult" -> WsaError.WSA_IO_INCOMPLETE;
      case "wspEnumNetworkEvents" -> NetworkEvent.Record.NONE;
      case "wspGetSockOpt" -> 0;
      default -> null;
    };
  }
}
