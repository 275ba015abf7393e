package org.sanswitch.tck.peer;

import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Event;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.Rdma;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** The peer's part of one check: one listener, one connected socket, its receives, its memory. */
final class PeerPart {

  private final Stage stage;
  private final Deque<Operation> receives = new ArrayDeque<>();

  // Guard of all: the thread that executes the commands.
  private @Nullable San listener;
  private @Nullable Event requested;
  private @Nullable San link;
  private @Nullable RdmaRegion region;
  private int seen;

  PeerPart(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  String execute(String[] words) throws Exception {
    return switch (words[0]) {
      case "tcp" -> String.valueOf(stage.tcpListener().getPort());
      case "listen" -> listen(number(words, 1));
      case "requests" -> String.valueOf(required(requested).count());
      case "accept" -> accept(Decision.CF_ACCEPT);
      case "reject" -> accept(Decision.CF_REJECT);
      case "connect" -> connect(number(words, 1));
      case "post" -> post(number(words, 1), number(words, 2));
      case "take" -> take(number(words, 1), number(words, 2), number(words, 3));
      case "send" -> send(number(words, 1), number(words, 2), number(words, 3));
      case "statuses" -> statuses();
      case "rdma" -> rdma(number(words, 1));
      case "memory" -> memory(number(words, 1), number(words, 2), number(words, 3));
      case "deregister" -> deregister();
      case "again" -> again();
      case "close" -> close();
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    };
  }

  private static int number(String[] words, int index) {
    return Integer.parseInt(words[index]);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the command comes too early");
    }
    return value;
  }

  private String listen(int backlog) throws Exception {
    InetSocketAddress at = stage.tcpListener();
    requested = stage.server().event("FD_ACCEPT");
    listener = stage.server().listen(at, backlog, requested);
    return String.valueOf(at.getPort());
  }

  private String accept(Decision decision) throws Exception {
    Event event = required(requested);
    if (!stage.server().await(() -> event.count() > seen)) {
      throw new NotShown("no FD_ACCEPT within the bound", null);
    }
    seen++;
    try {
      link = stage.server().accept(required(listener), (local, remote) -> decision);
      return link == null ? "gone" : WsaError.NO_ERROR.name();
    } catch (WsaException e) {
      return e.error().name();
    }
  }

  private String connect(int port) throws Exception {
    San socket = stage.client().socket();
    Event connected = stage.client().event("FD_CONNECT");
    try {
      InetSocketAddress at = new InetSocketAddress(stage.provider().address(), port);
      WsaError answer = socket.connect(at, connected);
      link = socket;
      return socket.connectResult(answer, connected).name();
    } catch (WsaException e) {
      return e.error().name();
    }
  }

  private String post(int count, int size) throws Exception {
    for (int i = 0; i < count; i++) {
      receives.add(required(link).receive(i % 2 == 0, size));
    }
    return "";
  }

  private String take(int count, int size, int seed) throws Exception {
    for (int i = 0; i < count; i++) {
      Operation receive = receives.remove();
      Pattern.arrived("CMP-3", Pattern.bytes(seed + i, size), receive,
          required(link).finish(receive, "CMP-3"));
    }
    return "";
  }

  private String send(int count, int size, int seed) throws Exception {
    for (int i = 0; i < count; i++) {
      Operation send = required(link).send(i % 2 == 0, Pattern.bytes(seed + i, size));
      Broken.unless("CMP-3", required(link).finish(send, "CMP-3") == WsaError.NO_ERROR,
          send + " did not succeed");
    }
    return "";
  }

  /** How the receives that were not taken end; they must. */
  private String statuses() throws Exception {
    for (Operation each : receives) {
      required(link).finish(each, "CLO-1");
    }
    return receives.stream().map(each -> each.status().name()).collect(Collectors.joining(" "));
  }

  private String rdma(int size) throws Exception {
    region = Rdma.buffer(required(link), size, Access.READ, Access.WRITE);
    return HexFormat.of().formatHex(region.descriptor());
  }

  /** Registers the same memory once more. */
  private String again() throws Exception {
    region =
        Rdma.register(required(link), required(region).segment(), Access.READ, Access.WRITE);
    return HexFormat.of().formatHex(region.descriptor());
  }

  /** Tells whether the memory has these bytes at that place. */
  private String memory(int offset, int size, int seed) {
    byte[] there =
        required(region).segment().asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    return String.valueOf(java.util.Arrays.equals(there, Pattern.bytes(seed, size)));
  }

  private String deregister() throws Exception {
    Rdma.deregister(required(link), required(region));
    return "";
  }

  private String close() throws Exception {
    required(link).closeAndWait();
    return "";
  }
}
