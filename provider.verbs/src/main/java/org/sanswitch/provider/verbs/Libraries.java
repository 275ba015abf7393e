package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * Finds libibverbs and librdmacm. They are opened in the global arena, so that they are never
 * unloaded: they have threads and process-wide state of their own. A bundle that is updated opens
 * them again, which gives the same libraries, since the loader of the system counts.
 */
final class Libraries {

  static final String VERBS = "libibverbs.so.1";
  static final String CM = "librdmacm.so.1";

  private Libraries() {}

  /**
   * Finds one library.
   *
   * @param name its file name with the version of its interface
   * @throws AdapterException NO_LIBRARY with what to install
   */
  static SymbolLookup find(String name) throws AdapterException {
    try {
      return SymbolLookup.libraryLookup(name, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.NO_LIBRARY,
          name + " cannot be loaded; install rdma-core (Debian: libibverbs1 librdmacm1"
              + " ibverbs-providers; Fedora: libibverbs librdmacm)",
          e);
    }
  }

  /**
   * {@return the functions, which are linked once for this version of the bundle}
   *
   * @throws AdapterException NO_LIBRARY with the name of what is missing
   */
  static RdmaLibraries link() throws AdapterException {
    // Both first: without one of them the class that links them could not be loaded ever again.
    SymbolLookup verbs = find(VERBS);
    SymbolLookup cm = find(CM);
    for (String name : NativeVerbs.FUNCTIONS) {
      require(verbs, VERBS, name);
    }
    for (String name : NativeCm.FUNCTIONS) {
      require(cm, CM, name);
    }
    return Linked.BOTH;
  }

  private static void require(SymbolLookup library, String file, String name)
      throws AdapterException {
    if (library.find(name).isEmpty()) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.NO_LIBRARY,
          file + " has no function " + name + "; rdma-core 15 or newer is needed");
    }
  }

  /** Linked when it is first used. */
  private static final class Linked {
    static final RdmaLibraries BOTH =
        new RdmaLibraries(
            new NativeVerbs(SymbolLookup.libraryLookup(VERBS, Arena.global())),
            new NativeCm(SymbolLookup.libraryLookup(CM, Arena.global())));
  }
}
