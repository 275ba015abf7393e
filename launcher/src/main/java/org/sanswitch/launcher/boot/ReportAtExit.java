package org.sanswitch.launcher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code -Dsanswitch.report}: when the JVM ends, writes what went by which route and why, to
 * standard error ({@code -}) or to a file. The end of the JVM is held up by a bounded time only.
 */
final class ReportAtExit {

  private static final String TARGET = "sanswitch.report";
  private static final int BOUND_MS = 2_000;

  private final Handover handover;
  private final @Nullable SocketFactories factories;
  private final String target;

  private ReportAtExit(Handover handover, @Nullable SocketFactories factories, String target) {
    this.handover = handover;
    this.factories = factories;
    this.target = target;
  }

  static void install(Handover handover, @Nullable SocketFactories factories) {
    String target = System.getProperty(TARGET);
    if (target != null) {
      ReportAtExit report = new ReportAtExit(handover, factories, target);
      Runtime.getRuntime().addShutdownHook(new Thread(report::writeInTime, "sanswitch-report"));
    }
  }

  private void writeInTime() {
    Thread writer = new Thread(this::write, "sanswitch-report-writer");
    writer.setDaemon(true);
    writer.start();
    try {
      if (!writer.join(Duration.ofMillis(2L * BOUND_MS))) {
        Stderr.line("no report: the switch did not give it within " + 2 * BOUND_MS + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<String> lines = lines();
    if (target.equals("-")) {
      lines.forEach(System.err::println);
      return;
    }
    try {
      Files.write(Path.of(target), lines);
    } catch (IOException | RuntimeException e) {
      Stderr.line("cannot write the report: " + e);
    }
  }

  private List<String> lines() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MS);
    @Nullable
    Object report = handover.await(SwitchService.REPORT, until);
    List<String> lines = new ArrayList<>(report == null
        ? List.of("sanswitch: nothing is accelerated: " + handover.absence(SwitchService.REPORT))
        : lines(report));
    handover.leftAlone.forEach(sentence -> lines.add("sanswitch: " + sentence));
    if (factories != null && factories.areTaken()) {
      lines
        .add("sanswitch: java.net sockets went by TCP: the program has set a factory of its own");
    }
    return lines;
  }

  private static List<String> lines(Object report) {
    try {
      @SuppressWarnings("unchecked") // As the switch publishes it.
      Supplier<List<String>> supplier = (Supplier<List<String>>) report;
      return supplier.get();
    } catch (RuntimeException e) {
      return List.of("sanswitch: the switch cannot tell: " + e);
    }
  }
}
