package org.sanswitch.provider.emu;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * Measures the raw round trip and stream of the adapter between two processes on two cores, the
 * cache-line round trip of the host beside it: {@code EmuPingPong [bytes [rounds]]}.
 */
final class EmuPingPong {

  private static final int ROUND = 200_000;
  private static final int SLOTS = 256;

  private final EmuQueuePair queuePair;
  private final MemoryRegion region;
  private final int slot;
  private final BufferVector vector = new BufferVector();
  private final byte[] message;
  private long received;

  private final CompletionQueue.Sink sink = this::completed;

  private EmuPingPong(EmuQueuePair queuePair, int bytes) throws Exception {
    this.queuePair = queuePair;
    this.slot = Math.max(64, (bytes + 63) & -64);
    int slots = (int) Math.min(SLOTS, (4 << 20) / slot);
    this.region = queuePair.allocate((long) slot * slots);
    this.message = new byte[bytes];
    for (int i = 0; i < slots; i++) {
      queuePair.postReceive(i, region, (long) i * slot, slot);
    }
    vector.add(message, 0, bytes);
  }

  private void completed(long id, AdapterError error, int bytes) {
    if (error != AdapterError.OK) {
      throw new IllegalStateException("completion " + error);
    }
    if (id < SLOTS) {
      received++;
      queuePair.postReceive(id, region, id * slot, slot);
    }
  }

  private void send() {
    AdapterError error;
    while ((error = queuePair.postSend(SLOTS, vector)) == AdapterError.NO_RESOURCES) {
      queuePair.completions().poll(sink, 64);
    }
    if (error != AdapterError.OK) {
      throw new IllegalStateException("send " + error);
    }
  }

  private boolean await(long count) {
    CompletionQueue queue = queuePair.completions();
    int idle = 0;
    while (received < count) {
      if (queue.poll(sink, 64) == 0 && ++idle > 2_000_000_000) {
        return false;
      }
    }
    return true;
  }

  private static Thread pump(EmuAdapter adapter) {
    return Thread.ofPlatform()
      .daemon()
      .start(
          () -> {
            while (true) {
              adapter.processEvents(1_000_000_000);
            }
          });
  }

  private static EmuAdapter open(Path directory, Recorder events) throws Exception {
    EmuAdapter adapter =
        new EmuAdapter(EmuSettings.in(directory), "bench");
    adapter.open(events);
    pump(adapter);
    return adapter;
  }

  private static void serve(Path directory, int bytes, int rounds, CacheLine line)
      throws Exception {
    Recorder events = new Recorder();
    EmuAdapter adapter = open(directory, events);
    ServerSocketChannel tcp =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    adapter.listen((InetSocketAddress) tcp.getLocalAddress(), 8);
    System.out.println(((InetSocketAddress) tcp.getLocalAddress()).getPort());
    ConnectionRequest request = (ConnectionRequest) events.expect("requested").subject();
    EmuPingPong server =
        new EmuPingPong((EmuQueuePair) adapter.createQueuePair(""), Math.max(bytes, 64));
    server.vector.clear();
    server.vector.add(server.message, 0, bytes);
    request.accept(server.queuePair);
    for (int r = 0; r < rounds; r++) {
      line.echo();
      for (int i = 0; i < 2 * ROUND; i++) {
        server.await(server.received + 1);
        server.send();
      }
      line.echo();
    }
    events.expect("disconnected");
    adapter.close();
  }

  private void rounds(int rounds, CacheLine line) {
    long[] nanos = new long[ROUND];
    for (int r = 0; r < rounds; r++) {
      long before = line.measure();
      for (int i = 0; i < ROUND; i++) {
        long start = System.nanoTime();
        send();
        await(received + 1);
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      long start = System.nanoTime();
      for (int i = 0; i < ROUND; i++) {
        send();
        await(received + 1);
      }
      double mean = (System.nanoTime() - start) / (double) ROUND;
      System.out.printf(
          Locale.ROOT,
          "%d B: mean %.0f ns, with clock p50 %d p99 %d ns; cache line %d to %d ns%n",
          message.length,
          mean,
          nanos[ROUND / 2],
          nanos[ROUND * 99 / 100],
          before,
          line.measure());
    }
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("serve")) {
      serve(
          Path.of(args[1]),
          Integer.parseInt(args[2]),
          Integer.parseInt(args[3]),
          new CacheLine(Path.of(args[4])));
      return;
    }
    int bytes = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    Path directory = Path.of("/dev/shm");
    Path file = Files.createTempFile(directory, "line", "");
    CacheLine line = new CacheLine(file);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("taskset", "-c", "1"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path")));
    command.addAll(
        List.of(EmuPingPong.class.getName(), "serve", directory.toString(), "" + bytes, "" + rounds,
            file.toString()));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int port =
        Integer.parseInt(
            new BufferedReader(new InputStreamReader(child.getInputStream())).readLine());
    Recorder events = new Recorder();
    EmuAdapter adapter = open(directory, events);
    EmuPingPong client = new EmuPingPong((EmuQueuePair) adapter.createQueuePair(""), bytes);
    long start = System.nanoTime();
    client.queuePair.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    events.expect("connected");
    System.out.println("connected after " + (System.nanoTime() - start) / 1000 + " us");
    client.rounds(rounds, line);
    adapter.close();
    child.waitFor();
    Files.delete(file);
  }
}
