package org.sanswitch.tck.broken;

import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Options: OPT-1. */
final class OptionBreaches {

  private OptionBreaches() {}

  @Breaks("OPT-1")
  static final class ClaimsLongerMessagesThanItCarries extends Breach {
    @Override
    public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option)
        throws WsaException {
      int good = super.wspGetSockOpt(socket, option);
      return option == SanSocketOption.SO_MAX_MSG_SIZE ? good * 2 : good;
    }
  }

  @Breaks("OPT-1")
  static final class DoesNotKnowTheRdmaThreshold extends Breach {
    @Override
    public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option)
        throws WsaException {
      if (option == SanSocketOption.SO_RDMA_THRESHOLD_SIZE) {
        throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
      }
      return super.wspGetSockOpt(socket, option);
    }
  }

  @Breaks("OPT-1")
  static final class ForgetsWhatWasSet extends Breach {
    @Override
    public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option)
        throws WsaException {
      int good = super.wspGetSockOpt(socket, option);
      return option == SanSocketOption.SO_DEBUG ? 0 : good;
    }
  }

  @Breaks("OPT-1")
  static final class LetsAnyOptionBeSet extends Breach {
    @Override
    public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
        throws WsaException {
      try {
        super.wspSetSockOpt(socket, option, value);
      } catch (WsaException e) {
        if (e.error() != WsaError.WSAENOPROTOOPT) {
          throw e;
        }
      }
    }
  }

  @Breaks("OPT-1")
  static final class InventsQualityOfService extends Breach {
    @Override
    public String wspGetQosByName(SocketDescriptor socket, String name) throws WsaException {
      super.wspGetSockOpt(socket, SanSocketOption.SO_DEBUG);
      return "best effort";
    }
  }
}
