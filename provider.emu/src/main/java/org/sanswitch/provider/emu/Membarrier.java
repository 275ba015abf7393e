package org.sanswitch.provider.emu;

/**
 * The heavy half of an asymmetric fence: whoever is about to sleep makes every running thread of
 * every registered process pass a full barrier, so that the sender, who runs often, needs none
 * between "publish" and "look whether the peer sleeps".
 */
final class Membarrier {

  private static final long SYS_MEMBARRIER = Platform.X86 ? 324 : 283;
  private static final int QUERY = 0;
  private static final int GLOBAL_EXPEDITED = 2;
  private static final int REGISTER_GLOBAL_EXPEDITED = 4;

  /** Whether this process is registered, so that barriers of others reach its threads. */
  static final boolean REGISTERED = register();

  private Membarrier() {}

  private static boolean register() {
    long commands = Libc.syscall(SYS_MEMBARRIER, QUERY, 0, 0, 0);
    int needed = GLOBAL_EXPEDITED | REGISTER_GLOBAL_EXPEDITED;
    return commands > 0
        && (commands & needed) == needed
        && Libc.syscall(SYS_MEMBARRIER, REGISTER_GLOBAL_EXPEDITED, 0, 0, 0) == 0;
  }

  /** Lets the running threads of registered processes pass a full barrier, but for those of ADR 164. */
  static void run() {
    Libc.syscall(SYS_MEMBARRIER, GLOBAL_EXPEDITED, 0, 0, 0);
  }
}
