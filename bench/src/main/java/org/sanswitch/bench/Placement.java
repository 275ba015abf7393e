package org.sanswitch.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the two processes run. */
enum Placement {
  /** Each on a core of its own. */
  TWO_CORES("two-cores"),
  /** Where the operating system likes. */
  FREE("free"),
  /** Both on the same core. */
  ONE_CORE("one-core");

  final String label;

  Placement(String label) {
    this.label = label;
  }

  /** {@return what comes before the command of the server} */
  List<String> server(Cores cores) {
    return this == FREE ? List.of() : Cores.pinnedTo(cores.first());
  }

  /** {@return what comes before the command of the client} */
  List<String> client(Cores cores) {
    return switch (this) {
      case FREE -> List.of();
      case ONE_CORE -> Cores.pinnedTo(cores.first());
      case TWO_CORES -> Cores.pinnedTo(cores.second());
    };
  }

  /**
   * {@return the flag that tells a JVM how many processors there are, or null if it sees that
   * itself} One that is pinned sees its own core alone, although the peer has another one; who sees
   * one processor does not stay awake for a peer that could not run meanwhile.
   */
  @Nullable
  String processors() {
    return this == TWO_CORES ? "-XX:ActiveProcessorCount=2" : null;
  }

  @Override
  public String toString() {
    return label;
  }
}
