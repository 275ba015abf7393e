package org.sanswitch.impl.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.impl.channels.Blocking;
import org.sanswitch.impl.channels.Blocking.On;
import org.sanswitch.rules.Rules;

/**
 * The provider is unregistered, or the bundle of the switch stops, in the middle of blocking calls: a
 * connect goes on over TCP/IP, an accept goes on, and a read or write ends as one of the JDK's whose
 * peer resets the connection.
 */
@Timeout(60)
class DepartureTest {

  private enum Who {
    PROVIDER, SWITCH;

    void leaves(Net net) {
      if (this == PROVIDER) {
        net.running.remove(net.provider);
      } else {
        net.running.close();
      }
    }
  }

  /** One blocking call and who leaves. */
  record Case(Call call, Kind kind, On on, Who who, Provider how) {}

  static Stream<Case> cases() {
    return Stream.of(Call.values())
      .flatMap(call -> Stream.of(Kind.values()).map(kind -> new Case(call, kind, null, null, null)))
      .flatMap(c -> Stream.of(On.values()).map(on -> new Case(c.call, c.kind, on, null, null)))
      .flatMap(c -> Stream.of(Who.values()).map(who -> new Case(c.call, c.kind, c.on, who, null)))
      .flatMap(c -> Stream.of(Provider.STALLS, Provider.NEVER)
        .map(how -> new Case(c.call, c.kind, c.on, c.who, how)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Rules({"BLK-1", "BLK-8", "BLK-10"})
  void endsOrGoesOnInBoundedTime(Case c) throws Exception {
    try (Net net = Net.ofSwitch()) {
      Call.Blocked blocked = c.call.start(net, c.kind, c.on, c.how, false);
      c.call.awaitStalled(net.provider);
      blocked.blocking().awaitBlocked();
      Blocking leaving = Blocking.start(On.PLATFORM, () -> {
        c.who.leaves(net);
        return "left";
      });
      switch (c.call) {
        case CONNECT, NEGOTIATE -> assertEquals("connected", blocked.blocking().result());
        case READ, WRITE -> assertEquals(ofJdk(c), seen(blocked));
        // The one that knocks over the SAN comes by TCP/IP now.
        case ACCEPT -> assertEquals("accepted",
            blocked.blocking().result().toString().split(" ")[0]);
      }
      net.provider.release();
      assertEquals("left", leaving.result());
      blocked.closeable().close();
      assertEquals(false, blocked.open().getAsBoolean(), "BLK-8");
      Bounded.await(() -> net.running.sessions().isEmpty(), "no session is left");
    }
  }

  /** What a socket of the JDK sees when its peer resets the connection. */
  private static String ofJdk(Case c) throws Exception {
    try (Net jdk = Net.ofJdk()) {
      Kind.Pair pair = c.kind.pair(jdk);
      byte[] block = new byte[64 * 1024];
      Blocking blocking = Blocking.blocked(c.on, () -> {
        while (c.call == Call.WRITE) {
          pair.client().write(block);
        }
        return pair.client().read(block);
      });
      pair.server().socket().setSoLinger(true, 0);
      pair.server().close();
      return seen(Call.Blocked.of(pair.client(), block, blocking));
    }
  }

  private static String seen(Call.Blocked blocked) throws InterruptedException {
    Throwable thrown = blocked.blocking().thrownAny();
    return thrown.getClass().getName() + ": " + thrown.getMessage()
        + (blocked.open().getAsBoolean() ? ", open" : ", closed");
  }
}
