package org.sanswitch.impl.session;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import org.sanswitch.impl.provider.SwitchSocketHandle;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The functions of a provider that no session calls. */
abstract class FakeTable implements WspProcedureTable {

  /** A handle as the upcall table makes it. */
  static SwitchSocketHandle handle(Object context) {
    try {
      Constructor<SwitchSocketHandle> handle =
          SwitchSocketHandle.class.getDeclaredConstructor(Object.class, Object.class);
      handle.setAccessible(true);
      return handle.newInstance(context, context);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the last upcall for a handle that nobody uses yet. */
  static void close(SwitchSocketHandle handle) {
    try {
      Method markClosed = SwitchSocketHandle.class.getDeclaredMethod("markClosed");
      markClosed.setAccessible(true);
      markClosed.invoke(handle);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void wakeWaiters(SocketDescriptor s) {}

  @Override
  public void wspCloseSocket(SocketDescriptor s) throws WsaException {}

  @Override
  public void wspCleanup() {}

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wspBind(SocketDescriptor s, InetSocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wspListen(SocketDescriptor s, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public WsaError wspConnect(SocketDescriptor s, InetSocketAddress remote) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wspEventSelect(
      SocketDescriptor s, NetworkEvent event, NetworkEvent.Kind... kinds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor s) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor s, SanSocketOption option) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor s, SanSocketOption option, int value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <R> R wspIoctl(SocketDescriptor s, IoControl<R> code) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <F> F wspGetExtensionFunction(SocketDescriptor s, ExtensionFunction<F> id) {
    throw new UnsupportedOperationException();
  }
}
