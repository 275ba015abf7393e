package plain;

import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;

/** BLK-10: every call of a channel that blocks is ended by close and by interrupt, as the JDK's. */
public final class EndedCallChecks {

  private EndedCallChecks() {}

  /** What ends a call. */
  record End(Net net, Task.Kind kind, boolean interrupt) implements AutoCloseable {

    String of(BlockedCall.Maker maker) throws Exception {
      try (BlockedCall call = maker.make(net)) {
        return call.end(kind, interrupt);
      }
    }

    @Override
    public void close() {
      // Each call has closed what it used.
    }
  }

  private static StateTable<End> table(Net net) {
    return ofPlatformThreads(net)
      .state("close, virtual", () -> new End(net, Task.Kind.VIRTUAL, false))
      .state("interrupt, virtual", () -> new End(net, Task.Kind.VIRTUAL, true));
  }

  private static StateTable<End> ofPlatformThreads(Net net) {
    return new StateTable<End>()
      .state("close", () -> new End(net, Task.Kind.PLATFORM, false))
      .state("interrupt", () -> new End(net, Task.Kind.PLATFORM, true));
  }

  private static StateTable<End> add(StateTable<End> table, String name,
      BlockedCall.Maker maker) {
    return table.call(name, end -> end.of(maker));
  }

  /** Calls that wait for bytes, in all their forms. */
  public static void closeAndInterruptEndEveryCallThatReads(Net net, long seed)
      throws Exception {
    StateTable<End> table = table(net);
    add(table, "read", BlockedCall.reading(c -> c.read(ByteBuffer.allocateDirect(8))));
    add(table, "scatter", BlockedCall.reading(BlockedCall::scatter));
    add(table, "transferFrom", BlockedCall.reading(BlockedCall::transferFrom));
    add(table, "newInputStream",
        BlockedCall.reading(c -> Channels.newInputStream(c).read(new byte[8])));
    add(table, "socket",
        BlockedCall.reading(c -> c.socket().getInputStream().read(new byte[8])));
    add(table, "socket-time", BlockedCall.reading(BlockedCall::socketReadWithTime));
    table.expect("""
        read           AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        scatter        AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        transferFrom   AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        newInputStream AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        socket         AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        socket-time    AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
        """);
  }

  /** Calls that wait for room, in all their forms. */
  public static void closeAndInterruptEndEveryCallThatWrites(Net net, long seed)
      throws Exception {
    StateTable<End> table = table(net);
    add(table, "write", BlockedCall.writing(c -> c.write(ByteBuffer.allocate(50_000))));
    add(table, "gather", BlockedCall.writing(BlockedCall::gather));
    add(table, "newOutputStream", BlockedCall.writing(BlockedCall::streamWrite));
    add(table, "socket", BlockedCall.writingTo(BlockedCall::socketWrite));
    table.expect("""
        write           ClosedChannel ClosedChannel ClosedChannel ClosedChannel
        gather          ClosedChannel ClosedChannel ClosedChannel ClosedChannel
        newOutputStream ClosedChannel ClosedChannel ClosedChannel ClosedChannel
        socket          ClosedChannel ClosedChannel ClosedChannel ClosedChannel
        """);
    // A virtual thread inside sendfile is not woken by the JDK's own channels.
    add(ofPlatformThreads(net), "transferTo", BlockedCall.transferringTo())
      .expect("transferTo ClosedChannel ClosedChannel");
  }

  /** Calls that wait for a connection. */
  public static void closeAndInterruptEndEveryCallThatConnectsOrAccepts(Net net, long seed)
      throws Exception {
    try (SilentListener silent = new SilentListener(net)) {
      StateTable<End> table = table(net);
      add(table, "connect",
          BlockedCall.connecting(c -> c.connect(silent.address()) ? 1 : 0));
      add(table, "finishConnect",
          BlockedCall.connecting(c -> BlockedCall.finishConnect(c, silent)));
      add(table, "socket.connect",
          BlockedCall.connecting(c -> BlockedCall.socketConnect(c, silent, 0)));
      add(table, "socket.connect-time",
          BlockedCall.connecting(c -> BlockedCall.socketConnect(c, silent, 60_000)));
      add(table, "accept", BlockedCall.accepting(ServerSocketChannel::accept));
      add(table, "socket.accept", BlockedCall.accepting(l -> l.socket().accept()));
      add(table, "socket.accept-time",
          BlockedCall.accepting(BlockedCall::socketAcceptWithTime));
      table.expect(
          """
              connect             AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              finishConnect       AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              socket.connect      AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              socket.connect-time AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              accept              AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              socket.accept       AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              socket.accept-time  AsynchronousClose ClosedByInterrupt AsynchronousClose ClosedByInterrupt
              """);
    }
  }

  /** Sockets: a thread of the platform is not interrupted in them, a virtual one is. */
  public static void closeAndInterruptEndEveryCallOfASocket(Net net, long seed)
      throws Exception {
    try (SilentListener silent = new SilentListener(net)) {
      StateTable<End> table = new StateTable<End>()
        .state("close", () -> new End(net, Task.Kind.PLATFORM, false))
        .state("close, virtual", () -> new End(net, Task.Kind.VIRTUAL, false))
        .state("interrupt, virtual", () -> new End(net, Task.Kind.VIRTUAL, true));
      BlockedSocketCall.addTo(table, silent).expect("""
          read         Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          read-time    Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          write        Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          accept       Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          accept-time  Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          connect      Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          connect-time Socket:Socket-closed Socket:Socket-closed Socket:Closed-by-interrupt
          """);
    }
  }
}
