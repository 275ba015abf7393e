package plain;

import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;

/** A channel that no selector knows, in non-blocking mode. */
final class ForeignChannel extends AbstractSelectableChannel {

  ForeignChannel() throws java.io.IOException {
    super(null);
    configureBlocking(false);
  }

  @Override
  public int validOps() {
    return SelectionKey.OP_READ;
  }

  @Override
  protected void implCloseSelectableChannel() {
    // It holds nothing.
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    // No call of it blocks.
  }
}
