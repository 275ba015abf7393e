package org.sanswitch.impl.asynchronous;

import java.io.IOException;

/** A channel of ours in a group. */
interface GroupMember {

  /** Closes it, as the channel does. */
  void close() throws IOException;
}
