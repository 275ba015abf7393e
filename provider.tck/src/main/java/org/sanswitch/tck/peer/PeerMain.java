package org.sanswitch.tck.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sanswitch.tck.ProviderUnderTest;

/** The second JVM: reads commands from its input until that ends, then ends itself. */
public final class PeerMain {

  private PeerMain() {}

  /**
   * Runs.
   *
   * @param args name of the class of the provider under test
   * @throws Exception if it cannot be made
   */
  public static void main(String[] args) throws Exception {
    PrintStream replies = System.out;
    System.setOut(System.err); // a provider that prints must not disturb the answers
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    Commands commands = new Commands((ProviderUnderTest) constructor.newInstance(), replies);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread.ofPlatform().name("kit-commands").daemon().start(() -> read(lines));
    while (true) {
      commands.execute(lines.take());
    }
  }

  /** Ends the JVM with the input, even where a downcall hangs: the kit has ended. */
  private static void read(BlockingQueue<String> lines) {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      System.err.println("the kit has gone: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
