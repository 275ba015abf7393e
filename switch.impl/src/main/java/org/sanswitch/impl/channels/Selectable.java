package org.sanswitch.impl.channels;

import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** What a selector of ours needs of a channel of ours. */
interface Selectable {

  /** {@return the TCP/IP channel that the platform's selector watches, or null if there is none} */
  @Nullable
  SelectableChannel watched();

  /** {@return whether readiness may come from a SAN} */
  boolean hasSan();

  /** {@return the operations that are ready on the SAN now} */
  int sanReadyOps();

  /** Names who is told when sanReadyOps may have grown; it must not block. */
  void addReadiness(Runnable listener);

  /** Ends addReadiness. */
  void removeReadiness(Runnable listener);
}
