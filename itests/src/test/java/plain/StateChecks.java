package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** Calls in the right and in the wrong state: the JDK's results and exceptions, one by one. */
public final class StateChecks {

  private StateChecks() {}

  /** A channel in blocking mode. */
  public static void aBlockingChannelAnswersInEachState(Net net, long seed) throws Exception {
    try (ServerSocketChannel listener = net.listenChannel()) {
      InetSocketAddress there = Net.addressOf(listener);
      SocketChannelStates.calls()
        .state("unconnected", () -> SocketChannelStates.unconnected(net, there))
        .state("connected", () -> SocketChannelStates.connected(net, there))
        .state("input shut", () -> {
          SocketChannelStates made = SocketChannelStates.connected(net, there);
          made.channel().shutdownInput();
          return made;
        })
        .state("output shut", () -> {
          SocketChannelStates made = SocketChannelStates.connected(net, there);
          made.channel().shutdownOutput();
          return made;
        })
        .state("closed", () -> closed(net, there))
        .expect(ExpectedStates.BLOCKING_CHANNEL);
    }
  }

  private static SocketChannelStates closed(Net net, InetSocketAddress there)
      throws IOException {
    SocketChannelStates made = SocketChannelStates.connected(net, there);
    made.channel().close();
    return made;
  }

  /** A channel in non-blocking mode. */
  public static void aNonBlockingChannelAnswersInEachState(Net net, long seed)
      throws Exception {
    try (ServerSocketChannel listener = net.listenChannel();
        SilentListener silent = new SilentListener(net)) {
      InetSocketAddress there = Net.addressOf(listener);
      SocketChannelStates.calls()
        .state("unconnected", () -> SocketChannelStates.unconnected(net, there).nonBlocking())
        .state("connecting", () -> {
          SocketChannelStates made = SocketChannelStates.unconnected(net, there).nonBlocking();
          Expect.that("nobody answers", !made.channel().connect(silent.address()));
          return made;
        })
        .state("connected", () -> SocketChannelStates.connected(net, there).nonBlocking())
        .state("registered", () -> {
          SocketChannelStates made = SocketChannelStates.connected(net, there).nonBlocking();
          made.channel().register(made.selector(), 0);
          return made;
        })
        .state("output shut", () -> {
          SocketChannelStates made = SocketChannelStates.connected(net, there).nonBlocking();
          made.channel().shutdownOutput();
          return made;
        })
        .expect(ExpectedStates.NON_BLOCKING_CHANNEL);
    }
  }

  /** A listening channel. */
  public static void aListeningChannelAnswersInEachState(Net net, long seed) throws Exception {
    ServerChannelStates.calls()
      .state("unbound", () -> ServerChannelStates.unbound(net))
      .state("listening", () -> ServerChannelStates.listening(net))
      .state("unbound, non-blocking", () -> ServerChannelStates.unbound(net).nonBlocking())
      .state("non-blocking", () -> ServerChannelStates.listening(net).nonBlocking())
      .state("registered", () -> {
        ServerChannelStates made = ServerChannelStates.listening(net).nonBlocking();
        made.channel().register(made.selector(), 0);
        return made;
      })
      .state("closed", () -> {
        ServerChannelStates made = ServerChannelStates.listening(net);
        made.channel().close();
        return made;
      })
      .expect(ExpectedStates.LISTENING_CHANNEL);
  }

  /** A selector and a key of it; also for channels of another provider. */
  public static void aSelectorAndItsKeysAnswerInEachState(Net net, long seed)
      throws Exception {
    SelectorStates.calls()
      .state("open", () -> SelectorStates.open(net))
      .state("key cancelled", () -> {
        SelectorStates made = SelectorStates.open(net);
        made.key().cancel();
        return made;
      })
      .state("and let go", () -> {
        SelectorStates made = SelectorStates.open(net);
        made.key().cancel();
        made.selector().selectNow();
        return made;
      })
      .state("channel closed", () -> {
        SelectorStates made = SelectorStates.open(net);
        made.registered().close();
        return made;
      })
      .state("closed", () -> {
        SelectorStates made = SelectorStates.open(net);
        made.selector().close();
        return made;
      })
      .expect(ExpectedStates.SELECTOR);
  }

  /** An asynchronous channel. */
  public static void anAsynchronousChannelAnswersInEachState(Net net, long seed)
      throws Exception {
    try (ServerSocketChannel listener = net.listenChannel();
        SilentListener silent = new SilentListener(net)) {
      InetSocketAddress there = Net.addressOf(listener);
      AsynchronousStates.calls()
        .state("unconnected", () -> AsynchronousStates.fresh(net, there))
        .state("connecting", () -> {
          AsynchronousStates made = AsynchronousStates.fresh(net, there);
          made.channel().connect(silent.address());
          return made;
        })
        .state("connected", () -> AsynchronousStates.connected(net))
        .state("reading", () -> {
          AsynchronousStates made = AsynchronousStates.connected(net);
          AsynchronousPair.get(made.channel().read(java.nio.ByteBuffer.allocate(1)));
          made.channel().read(java.nio.ByteBuffer.allocate(1));
          return made;
        })
        .state("input shut", () -> {
          AsynchronousStates made = AsynchronousStates.connected(net);
          made.channel().shutdownInput();
          return made;
        })
        .state("output shut", () -> {
          AsynchronousStates made = AsynchronousStates.connected(net);
          made.channel().shutdownOutput();
          return made;
        })
        .state("closed", () -> {
          AsynchronousStates made = AsynchronousStates.connected(net);
          made.channel().close();
          return made;
        })
        .state("group shut down", () -> {
          AsynchronousStates made = AsynchronousStates.connected(net);
          made.group().shutdown();
          return made;
        })
        .expect(ExpectedStates.ASYNCHRONOUS_CHANNEL);
    }
  }

  /** An asynchronous listener. */
  public static void anAsynchronousListenerAnswersInEachState(Net net, long seed)
      throws Exception {
    AsynchronousStates.callsOfListener(net)
      .state("unbound", () -> AsynchronousStates.fresh(net, Net.anyPort()))
      .state("listening", () -> AsynchronousStates.connected(net))
      .state("accepting", () -> {
        AsynchronousStates made = AsynchronousStates.connected(net);
        made.listener().accept();
        return made;
      })
      .state("closed", () -> {
        AsynchronousStates made = AsynchronousStates.connected(net);
        made.listener().close();
        return made;
      })
      .expect(ExpectedStates.ASYNCHRONOUS_LISTENER);
  }
}
