package org.sanswitch.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What carries the bytes. The programs are the same; only the JVM's flags and the mode differ. */
enum Variant {
  /** The JDK's blocking {@code SocketChannel}; all others are compared with it. */
  JDK_TCP("jdk-tcp", false, null),
  /** The same channel in non-blocking mode, tried again at once. */
  JDK_TCP_SPIN("jdk-tcp-spin", true, null),
  /** The program of jdk-tcp, with the switch before TCP/IP. */
  SWITCH_TCP("switch-tcp", false, "use tcp connect *"),
  /** The program of jdk-tcp, with the switch and emulated hardware. */
  SWITCH_EMU("switch-emu", false, "");

  final String label;
  final boolean polling;
  private final @Nullable String rules;

  Variant(String label, boolean polling, @Nullable String rules) {
    this.label = label;
    this.polling = polling;
    this.rules = rules;
  }

  /** {@return whether it needs the agent} */
  boolean switched() {
    return rules != null;
  }

  /** {@return the JVM's flags for the agent, none if the variant has no agent} */
  List<String> flags(String agent, String reportFile) {
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
