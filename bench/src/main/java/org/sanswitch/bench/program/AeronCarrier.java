package org.sanswitch.bench.program;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Each connection is two streams of Aeron's IPC, one there and one back. The media driver is in the
 * server, as a thread.
 */
final class AeronCarrier implements Carrier {

  /** Terms of 16 MiB: of the default of 64 MiB eight connections would take 3 GiB of memory. */
  private static final String CHANNEL = "aeron:ipc?term-length=16m";

  /** The longest frame that there can be, since messages are up to 16 MiB long. */
  private static final int LONGEST_FRAME = 65_504;

  private final @Nullable MediaDriver driver;
  private final Aeron aeron;
  private int next;

  private AeronCarrier(@Nullable MediaDriver driver, Task task) {
    this.driver = driver;
    aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory(task)));
  }

  static AeronCarrier server(Task task) {
    MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
      .aeronDirectoryName(directory(task))
      .threadingMode(ThreadingMode.SHARED)
      .ipcMtuLength(LONGEST_FRAME)
      .termBufferSparseFile(true)
      .dirDeleteOnShutdown(true));
    return new AeronCarrier(driver, task);
  }

  static AeronCarrier client(Task task) {
    return new AeronCarrier(null, task);
  }

  private static String directory(Task task) {
    return Path.of(task.place(), "aeron").toString();
  }

  @Override
  public Wire next() throws IOException {
    int there = 2 * next + 1;
    int back = there + 1;
    next++;
    boolean server = driver != null;
    Subscription in = aeron.addSubscription(CHANNEL, server ? there : back);
    ExclusivePublication out = aeron.addExclusivePublication(CHANNEL, server ? back : there);
    Patience patience = new Patience();
    while (patience.after(in.imageCount() == 1 && out.isConnected() ? 1 : 0) == 0) {
      Thread.onSpinWait();
    }
    return new AeronWire(in, out);
  }

  @Override
  public void close() {
    aeron.close();
    if (driver != null) {
      driver.close();
    }
  }
}
