package org.sanswitch.tck.broken;

import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** Start, discovery and end: INI-1, INI-3, INI-4, INI-7. */
final class StartupBreaches {

  private StartupBreaches() {}

  @Breaks("INI-1")
  static final class AcceptsAnyVersion extends Breach {
    @Override
    public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
        throws WsaException {
      return super.wspStartupEx(SPI_VERSION, tcpIp, upcalls);
    }
  }

  @Breaks("INI-1")
  static final class AnswersAnotherErrorToAWrongVersion extends Breach {
    @Override
    public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
        throws WsaException {
      if (version != SPI_VERSION) {
        throw new WsaException(WsaError.WSAEINVAL, "version " + version);
      }
      return super.wspStartupEx(version, tcpIp, upcalls);
    }
  }

  /** Its device is not there, and it says nothing of that until somebody wants a socket. */
  @Breaks("INI-1")
  static final class StartsWithoutItsDevice extends Breach {
    @Override
    public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
        throws WsaException {
      try {
        return super.wspStartupEx(version, tcpIp, upcalls);
      } catch (WsaException e) {
        if (e.error() != WsaError.WSASYSNOTREADY) {
          throw e;
        }
        return this;
      }
    }
  }

  @Breaks("INI-1")
  static final class AnswersAnotherErrorWithoutItsDevice extends Breach {
    @Override
    public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
        throws WsaException {
      try {
        return super.wspStartupEx(version, tcpIp, upcalls);
      } catch (WsaException e) {
        throw e.error() == WsaError.WSASYSNOTREADY
            ? new WsaException(WsaError.WSAENETDOWN, "no device")
            : e;
      }
    }
  }

  @Breaks("INI-3")
  static final class ServesNoAddress extends Breach {
    @Override
    @SuppressWarnings("unchecked") // the code has this answer
    public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
      R good = super.wspIoctl(socket, code);
      return code.equals(IoControl.SIO_ADDRESS_LIST_QUERY) ? (R) List.<ServedAddress>of() : good;
    }
  }

  @Breaks("INI-3")
  static final class ServesTheAddressOfAnotherHost extends Breach {

    private static final byte[] DOCUMENTATION = {(byte) 203, 0, 113, 7};

    @Override
    @SuppressWarnings("unchecked") // the code has this answer
    public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
      R good = super.wspIoctl(socket, code);
      if (!code.equals(IoControl.SIO_ADDRESS_LIST_QUERY)) {
        return good;
      }
      try {
        return (R) List.of(ServedAddress.host(InetAddress.getByAddress(DOCUMENTATION)));
      } catch (UnknownHostException e) {
        throw new WsaException(WsaError.WSAEFAULT, null, "four bytes", e);
      }
    }
  }

  @Breaks("INI-4")
  @AlsoFalls(hidesTheRest = true)
  static final class LacksWspRegisterMemory extends Breach {
    @Override
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      F good = super.wspGetExtensionFunction(socket, id);
      if (id.equals(ExtensionFunction.WSPREGISTERMEMORY)) {
        throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
      }
      return good;
    }
  }

  @Breaks("INI-4")
  @AlsoFalls(hidesTheRest = true)
  static final class LacksWspRdmaWrite extends Breach {
    @Override
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      F good = super.wspGetExtensionFunction(socket, id);
      if (id.equals(ExtensionFunction.WSPRDMAWRITE)) {
        throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
      }
      return good;
    }
  }

  @Breaks("INI-4")
  static final class AnswersAnotherErrorForAFunctionThatIsNotThere extends Breach {
    @Override
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      try {
        return super.wspGetExtensionFunction(socket, id);
      } catch (WsaException e) {
        throw e.error() == WsaError.WSAEOPNOTSUPP
            ? new WsaException(WsaError.WSAEINVAL, id.name())
            : e;
      }
    }
  }

  @Breaks("INI-7")
  static final class LeavesSocketsOpenInWspCleanup extends Breach {

    /** Guard: volatile. */
    private volatile boolean ended;

    @Override
    public void wspCleanup() {
      ended = true;
      super.wspCleanup();
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      if (!ended) {
        super.wpuCloseSocketHandle(handle);
      }
    }
  }

  @Breaks("INI-7")
  @AlsoFalls("SOC-2")
  static final class WorksOnAfterWspCleanup extends Breach {

    private final SocketDescriptor last = new SocketDescriptor() {};

    /** Guard: volatile. */
    private volatile boolean ended;

    @Override
    public void wspCleanup() {
      super.wspCleanup();
      ended = true;
    }

    @Override
    public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
        throws WsaException {
      return ended ? last : super.wspSocket(family, token);
    }
  }
}
