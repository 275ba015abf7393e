package org.sanswitch.tck.peer;

import java.io.IOException;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import org.sanswitch.tck.ProviderUnderTest;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Stage;

/** The second process, kept from check to check as long as it lives and answers. */
public final class Peers implements AutoCloseable {

  private final ProviderUnderTest provider;

  /** Guard: this. */
  private @Nullable PeerProcess process;

  /**
   * Makes it; no process is started yet.
   *
   * @param provider what is checked
   */
  public Peers(ProviderUnderTest provider) {
    this.provider = provider;
  }

  /**
   * Starts the peer's part of a check.
   *
   * @param stage this process's part; gets what the peer finds
   * @return the peer
   * @throws NotApplicable if there can be no second process
   * @throws NotShown if it does not start
   * @throws InterruptedException if the check is ended
   */
  public synchronized Peer begin(Stage stage)
      throws NotApplicable, NotShown, InterruptedException {
    String reason = provider.onlyOneProcess();
    if (reason != null) {
      throw new NotApplicable("no second process: " + reason);
    }
    Peer peer = new Peer(stage, usable());
    peer.begin();
    return peer;
  }

  private PeerProcess usable() throws NotApplicable, NotShown {
    PeerProcess now = process;
    if (now != null && now.isUsable()) {
      return now;
    }
    end();
    requireConstructor();
    try {
      now = PeerProcess.start(provider);
    } catch (IOException e) {
      throw new NotShown("the second process did not start: " + e, e);
    }
    process = now;
    return now;
  }

  private void requireConstructor() throws NotApplicable {
    for (Constructor<?> each : provider.getClass().getDeclaredConstructors()) {
      if (each.getParameterCount() == 0 && !provider.getClass().isAnonymousClass()) {
        return;
      }
    }
    throw new NotApplicable("no second process: " + provider.getClass().getName()
        + " cannot be made again there, it has no constructor without parameters");
  }

  /** Ends the process. Idempotent. */
  @Override
  public synchronized void close() {
    end();
  }

  private void end() {
    PeerProcess now = process;
    process = null;
    if (now != null) {
      now.kill();
    }
  }
}
