package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sanswitch.bench.program.Task.Transport;

/** A selector that is asked again and again, waiting or not. One thread uses it. */
final class Selection implements Closeable {

  private static final long BOUND_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private final Selector selector = Selector.open();
  private final boolean polled;
  private final Patience patience = new Patience();

  /** Opens it; a polled transport has it never wait. */
  Selection(Task task) throws IOException {
    polled = task.transport() == Transport.TCP_POLLED;
  }

  Selector selector() {
    return selector;
  }

  /** {@return the keys that are ready; the caller empties the set} */
  Set<SelectionKey> next() throws IOException {
    if (polled) {
      patience.after(selector.selectNow());
    } else if (selector.select(BOUND_MILLIS) == 0) {
      throw new IOException("nothing was ready in " + BOUND_MILLIS + " ms, of "
          + selector.keys().size() + " keys");
    }
    return selector.selectedKeys();
  }

  /** Closes all registered channels, too. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
