package org.sanswitch.impl.provider;

import org.sanswitch.api.EndReason;

/** Is told what happens to the providers; called without a lock. */
public interface ProviderListener {

  /** The active providers or their addresses have changed. */
  void providersChanged();

  /**
   * A provider leaves; it is not among the active ones any more. What runs over it is to be ended
   * before this returns.
   *
   * @param provider the provider
   * @param reason why
   */
  void providerLeaving(StartedProvider provider, EndReason reason);
}
