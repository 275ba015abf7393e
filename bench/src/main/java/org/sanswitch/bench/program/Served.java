package org.sanswitch.bench.program;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a server whose connections are served by several threads counts: it is over when as many
 * connections have ended as there are to be. Any thread.
 */
final class Served {

  private final int bytes;
  private final AtomicInteger open;
  private final AtomicLong received = new AtomicLong();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  /** Set once, by the thread that has received the last message that does not count. */
  private volatile long countedFrom;
  private volatile long allocatedBefore;

  Served(Task task) {
    bytes = task.bytes();
    open = new AtomicInteger(task.connections());
  }

  /** What the first messages allocate is not counted: classes are loaded. */
  void received(int count) {
    long first = (long) PingPong.UNCOUNTED * bytes;
    long now = received.addAndGet(count);
    if (now >= first && now - count < first) {
      allocatedBefore = Output.allocatedByAll();
      countedFrom = now;
    }
  }

  void ended() {
    if (open.decrementAndGet() == 0) {
      over.complete(null);
    }
  }

  void failed(Throwable cause) {
    over.completeExceptionally(cause);
  }

  /** Waits for the end, which the bench bounds, and prints what was allocated. */
  void await() throws IOException {
    try {
      over.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    long from = countedFrom;
    Output.print(Output.ALLOCATED, from == 0 ? 0 : Output.allocatedByAll() - allocatedBefore);
    Output.print(Output.MESSAGES, (received.get() - from) / bytes);
  }
}
