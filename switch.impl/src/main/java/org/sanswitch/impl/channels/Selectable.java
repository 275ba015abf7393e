package org.sanswitch.impl.channels;

import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;

/**
 * What a selector of ours needs of a channel of ours. All may change while the channel is registered,
 * since it turns out only at connect, bind or accept whether a SAN carries it; who is named by {@code
 * addReadiness} is told of it.
 */
interface Selectable {

  /** {@return the TCP/IP channel that the platform's selector watches, or null if there is none} */
  @Nullable
  SelectableChannel watched();

  /**
   * {@return the operations that the platform's selector has to watch}
   *
   * @param interest the operations that the application is interested in
   */
  int watchedOps(int interest);

  /** {@return the operations that are ready without TCP/IP, as known without looking} */
  int readyOps();

  /**
   * Looks once into the provider of a SAN, if that may bring anything.
   *
   * @param notify whether the provider is to tell promptly, once, where nothing came
   * @return whether there is a provider to look into
   */
  boolean look(boolean notify);

  /** {@return the provider of the SAN that carries it, or null if none does} */
  default @Nullable ProviderPort port() {
    return null;
  }

  /** Names who is told of changes. */
  void addReadiness(SwitchSelectionKey key);

  /** Ends addReadiness. */
  void removeReadiness(SwitchSelectionKey key);
}
