package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.rules.Rules;

/** What the errors of the libraries mean. */
class ErrorTablesTest {

  /** What a connect may not say unless TCP/IP is certain to fail as well. */
  private static final Set<AdapterError> FINAL =
      EnumSet.of(AdapterError.REFUSED, AdapterError.HOST_UNREACHABLE);

  /** What a completion may say. */
  private static final Set<AdapterError> COMPLETIONS =
      EnumSet.of(AdapterError.OK, AdapterError.FLUSHED, AdapterError.DISCONNECTED,
          AdapterError.MESSAGE_SIZE, AdapterError.REMOTE_ACCESS, AdapterError.ADAPTER_FAILED);

  /** CON-3: whatever the manager tells, only the refusal by a switch is final. */
  @Rules("CON-3")
  @ParameterizedTest
  @EnumSource
  void makesNothingFinalButTheRefusalByASwitch(CmEvent.Kind kind) {
    for (int status = -140; status < 40; status++) {
      for (Greeting.Status said : Greeting.Status.values()) {
        AdapterError error = connect(kind, status, Bench.padded(said, 148)).error();
        boolean refused =
            kind == CmEvent.Kind.REJECTED && status == CmEvent.REJECTED_BY_CONSUMER
                && said == Greeting.Status.REFUSED;
        assertEquals(refused, FINAL.contains(error), kind + " " + status + " " + said);
      }
      assertTrue(!FINAL.contains(connect(kind, status, new byte[0]).error()));
      assertTrue(!FINAL.contains(connect(kind, status, new byte[148]).error()));
    }
  }

  private static AdapterException connect(CmEvent.Kind kind, int status, byte[] data) {
    return ErrorTables.ofConnect(new CmEvent(kind, 1, 0, status, data, 0, 0), Bench.PEER);
  }

  /** CON-3: nobody listens on RDMA, which says nothing about TCP/IP. */
  @Rules("CON-3")
  @Test
  void tellsWhyAPeerWasNotReached() {
    assertReason(AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
        connect(CmEvent.Kind.REJECTED, CmEvent.REJECTED_NO_LISTENER, new byte[148]));
    assertReason(AdapterError.BACKLOG_FULL, RouteReason.PROVIDER_FAILED,
        connect(CmEvent.Kind.REJECTED, CmEvent.REJECTED_BY_CONSUMER,
            Bench.padded(Greeting.Status.BACKLOG_FULL, 148)));
    assertReason(AdapterError.NOT_REACHED, RouteReason.VERSION,
        connect(CmEvent.Kind.REJECTED, CmEvent.REJECTED_BY_CONSUMER,
            Bench.padded(Greeting.Status.VERSION_UNKNOWN, 148)));
    assertReason(AdapterError.NOT_REACHED, RouteReason.PROVIDER_TIMED_OUT,
        connect(CmEvent.Kind.UNREACHABLE, -Errno.ETIMEDOUT, new byte[0]));
    assertReason(AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET,
        connect(CmEvent.Kind.ADDRESS_ERROR, -Errno.ENODEV, new byte[0]));
  }

  /** A rejection that says ACCEPTED, or REQUEST, is no answer of ours. */
  @Test
  void doesNotBelieveARejectionThatSaysYes() {
    for (Greeting.Status said : new Greeting.Status[]{Greeting.Status.ACCEPTED,
        Greeting.Status.REQUEST}) {
      assertReason(AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
          connect(CmEvent.Kind.REJECTED, CmEvent.REJECTED_BY_CONSUMER, Bench.padded(said, 148)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesEveryStatusOfACompletionAMeaning(boolean receive) {
    for (int status = -1; status < 40; status++) {
      AdapterError error = ErrorTables.ofCompletion(status, receive, AdapterError.FLUSHED);
      assertTrue(COMPLETIONS.contains(error), status + " " + error);
      assertEquals(status == 0, error == AdapterError.OK, "status " + status);
      assertEquals(status == 5, error == AdapterError.FLUSHED, "status " + status);
      assertTrue(ErrorTables.statusText(status).contains("(" + status + ")"));
    }
    assertEquals(AdapterError.DISCONNECTED,
        ErrorTables.ofCompletion(5, receive, AdapterError.DISCONNECTED));
    for (int status : new int[]{10, 15}) {
      assertEquals(AdapterError.REMOTE_ACCESS,
          ErrorTables.ofCompletion(status, receive, AdapterError.FLUSHED));
    }
  }

  @Test
  void callsAMessageThatIsTooLongSoAtTheReceiverOnly() {
    for (int status : new int[]{1, 2}) {
      assertEquals(AdapterError.MESSAGE_SIZE,
          ErrorTables.ofCompletion(status, true, AdapterError.FLUSHED));
      assertEquals(AdapterError.DISCONNECTED,
          ErrorTables.ofCompletion(status, false, AdapterError.FLUSHED));
    }
  }

  @Test
  void saysWhatToDoAboutWhatIsMissing() {
    AdapterException locked = ErrorTables.ofResources(Errno.ENOMEM, "cannot register 7 bytes");
    assertReason(AdapterError.NO_RESOURCES, RouteReason.LOCKED_MEMORY, locked);
    assertTrue(locked.getMessage().contains("ulimit -l"), locked.getMessage());
    for (int errno : new int[]{Errno.EPERM, Errno.EACCES}) {
      AdapterException denied = ErrorTables.ofResources(errno, "cannot open the device mlx5_0");
      assertReason(AdapterError.NOT_SUPPORTED, RouteReason.NO_PERMISSION, denied);
      assertTrue(denied.getMessage().contains("/dev/infiniband"), denied.getMessage());
    }
    for (int errno = 1; errno < 134; errno++) {
      String text = ErrorTables.ofResources(errno, "what").getMessage();
      assertTrue(text.endsWith("error " + errno), text);
    }
  }

  @Test
  void tellsAnAddressThatIsTakenFromOneThatIsNotThere() {
    assertEquals(AdapterError.ADDRESS_IN_USE,
        ErrorTables.ofListenCall(Errno.EADDRINUSE, "").error());
    assertEquals(AdapterError.ADDRESS_NOT_AVAILABLE,
        ErrorTables.ofListenCall(Errno.EADDRNOTAVAIL, "").error());
    assertEquals(AdapterError.NOT_REACHED,
        ErrorTables.ofConnectCall(Errno.ENETUNREACH, "").error());
    Arrays.stream(new int[]{Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EINVAL})
      .forEach(errno -> assertNotEquals(AdapterError.HOST_UNREACHABLE,
          ErrorTables.ofConnectCall(errno, "").error()));
  }

  private static void assertReason(
      AdapterError error, RouteReason reason, AdapterException found) {
    assertEquals(error, found.error(), found.getMessage());
    assertEquals(reason, found.reason(), found.getMessage());
  }
}
