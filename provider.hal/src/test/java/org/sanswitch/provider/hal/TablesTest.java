package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;

/** The tables of errors and of states: CON-2, CON-3, CON-5, CLO-2. */
class TablesTest {

  /** CON-3: only what is certain to fail over TCP/IP is final. */
  @Rules("CON-3")
  @ParameterizedTest
  @EnumSource(AdapterError.class)
  void callsOnlyRefusalsAndUnreachableHostsFinal(AdapterError error) {
    EnumSet<WsaError> isFinal = EnumSet.of(WsaError.WSAECONNRESET, WsaError.WSAECONNREFUSED,
        WsaError.WSAEHOSTUNREACH);
    boolean expected = error == AdapterError.REFUSED || error == AdapterError.HOST_UNREACHABLE;
    assertEquals(expected, isFinal.contains(WsaErrors.ofConnect(error)));
  }

  /** CON-5: a full backlog can be told from everything else. */
  @ParameterizedTest
  @EnumSource(AdapterError.class)
  void keepsNoBuffersForAFullBacklog(AdapterError error) {
    assertEquals(error == AdapterError.BACKLOG_FULL,
        WsaErrors.ofConnect(error) == WsaError.WSAENOBUFS);
  }

  /** CLO-2: why operations were flushed decides how they complete. */
  @Rules("CLO-2")
  @Test
  void tellsWhyOperationsWereFlushed() {
    assertEquals(WsaError.WSA_OPERATION_ABORTED,
        WsaErrors.ofCompletion(AdapterError.FLUSHED, SocketState.CLOSING));
    assertEquals(WsaError.WSAECONNRESET,
        WsaErrors.ofCompletion(AdapterError.FLUSHED, SocketState.DISCONNECTED));
    assertEquals(WsaError.WSAECONNRESET,
        WsaErrors.ofCompletion(AdapterError.DISCONNECTED, SocketState.CLOSING));
    assertEquals(WsaError.WSAENETDOWN,
        WsaErrors.ofCompletion(AdapterError.FLUSHED, SocketState.DOWN));
  }

  /** CLO-6: there is no way back from CLOSING, and every state leads there. */
  @Rules("CLO-6")
  @ParameterizedTest
  @EnumSource(SocketState.class)
  void closesFromEveryStateAndNeverReturns(SocketState state) {
    assertEquals(!state.isClosed(), state.mayBecome(SocketState.CLOSING));
    for (SocketState next : SocketState.values()) {
      if (state.isClosed() && !next.isClosed()) {
        assertFalse(state.mayBecome(next), state + " to " + next);
      }
      assertFalse(next.mayBecome(SocketState.CREATED));
    }
    assertEquals(state == SocketState.CLOSING, state.mayBecome(SocketState.CLOSED));
  }

  /** CLO-6: the data path of a closed socket answers WSAENOTSOCK. */
  @Rules("CLO-6")
  @Test
  void answersNotSocketInClosedStatesOnly() {
    for (SocketState state : SocketState.values()) {
      assertEquals(state.isClosed(), state.sendStatus == WsaError.WSAENOTSOCK);
      assertEquals(state.isClosed(), state.receiveStatus == WsaError.WSAENOTSOCK);
    }
    assertTrue(SocketState.CONNECTED.drainable);
  }
}
