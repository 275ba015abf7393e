package org.sanswitch.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.program.Task.Transport;

/**
 * What carries the bytes. Among the sockets the programs are the same; only the JVM's flags, the
 * address and the mode differ.
 */
enum Variant {
  /** The JDK's blocking {@code SocketChannel}; all others are compared with it. */
  JDK_TCP("jdk-tcp", Transport.TCP, null),
  /** The same channel in non-blocking mode, tried again at once. */
  JDK_TCP_SPIN("jdk-tcp-spin", Transport.TCP_POLLED, null),
  /** A blocking {@code SocketChannel} of a Unix domain socket. */
  JDK_UDS("jdk-uds", Transport.UNIX, null),
  /** The program of jdk-tcp, with the switch before TCP/IP. */
  SWITCH_TCP("switch-tcp", Transport.TCP, "use tcp connect *"),
  /** The program of jdk-tcp, with the switch and emulated hardware. */
  SWITCH_EMU("switch-emu", Transport.TCP, "use emu connect *"),
  /** The program of jdk-tcp, with the switch and RDMA; where there is a device. */
  SWITCH_VERBS("switch-verbs", Transport.TCP, "use verbs connect *"),
  /** Aeron's IPC, a reference. */
  AERON_IPC("aeron-ipc", Transport.AERON, null),
  /** Agrona's ring buffer, a reference. */
  AGRONA_RING("agrona-ring", Transport.RING, null),
  /** Netty's own native transport, a reference for what Netty does on its transport of NIO. */
  NETTY_EPOLL("netty-epoll", Transport.NETTY_EPOLL, null);

  final String label;
  final Transport transport;
  private final @Nullable String rules;

  Variant(String label, Transport transport, @Nullable String rules) {
    this.label = label;
    this.transport = transport;
    this.rules = rules;
  }

  /** {@return whether it needs the agent} */
  boolean switched() {
    return rules != null;
  }

  /** {@return those that need nothing that a machine may lack} */
  static List<Variant> everywhere() {
    return Arrays.stream(values()).filter(each -> each != SWITCH_VERBS).toList();
  }

  /** {@return whether a route, as the switch's report names it, is the one that it stands for} */
  boolean goesBy(String route, String reason, boolean client) {
    return switch (this) {
      case SWITCH_TCP -> route.equals("tcp") && (!client || reason.equals("RULE"));
      case SWITCH_EMU -> route.equals("emu") && reason.equals("SAN");
      // Devices beyond the first are verbs.<device>.
      case SWITCH_VERBS -> route.matches("verbs(\\..*)?") && reason.equals("SAN");
      default -> false;
    };
  }

  /** {@return whether it is no channel of Java, but a library that shows what can be done} */
  boolean reference() {
    return memory() || transport == Transport.NETTY_EPOLL;
  }

  /** {@return whether it is messages over shared memory, and no socket} */
  private boolean memory() {
    return transport == Transport.AERON || transport == Transport.RING;
  }

  /**
   * {@return whether it can do that} What is polled has no connections of its own making, or makes
   * them as jdk-tcp does; a Unix domain socket is a measure of blocking channels alone.
   */
  boolean runs(Workload workload) {
    return switch (workload.kind()) {
      case PINGPONG, PACED, STREAM -> transport != Transport.NETTY_EPOLL;
      case CONNECT, IDLE -> !reference() && this != JDK_TCP_SPIN;
      case SELECT, SELECT_ALL, SELECT_PACED -> !reference() && this != JDK_UDS;
      case NETTY -> !memory() && this != JDK_TCP_SPIN && this != JDK_UDS;
      case SELECT_CONNECT, SELECT_IDLE, ASYNC, SEND_FILE, RECEIVE_FILE ->
        transport == Transport.TCP;
    };
  }

  /** {@return the JVM's flags that the variant needs} */
  List<String> flags(String agent, String reportFile) {
    if (memory()) {
      return List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }
    if (rules == null) {
      return List.of();
    }
    return List.of("-javaagent:" + agent, "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-Dsanswitch.rules=" + rules,
        "-Dsanswitch.report=" + reportFile);
  }

  @Override
  public String toString() {
    return label;
  }
}
