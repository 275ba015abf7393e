package org.sanswitch.bench;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.sanswitch.bench.Figures.Memory;

/** All figures, one line per round and variant, written as they come. */
final class CsvFile implements Closeable {

  private static final List<String> COLUMNS = List.of("time", "seed", "round", "workload",
      "connections", "placement", "variant", "class", "problem", "cache_line_before_ns",
      "cache_line_after_ns", "other_load_cores", "p50_us", "p99_us", "p99.9_us", "messages",
      "seconds", "messages_per_s", "gib_per_s", "used_cores", "client_allocated_b",
      "server_allocated_b", "connects_per_s", "idle_heap_b", "idle_own_b", "idle_shared_b",
      "idle_kernel_b",
      "warmup_s", "settled", "verified", "cores", "processor", "jdk", "kernel");

  private final BufferedWriter writer;
  private final Options options;
  private final Machine machine;

  private CsvFile(BufferedWriter writer, Options options, Machine machine) {
    this.writer = writer;
    this.options = options;
    this.machine = machine;
  }

  /** Makes the file and its directory. */
  static CsvFile create(Options options, Machine machine) throws IOException {
    Path directory = options.csv().toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    CsvFile file = new CsvFile(Files.newBufferedWriter(options.csv()), options, machine);
    file.line(COLUMNS);
    return file;
  }

  /** Adds a line, so that it is there even if the bench is stopped. */
  void add(Row row) throws IOException {
    line(fields(row, options, machine, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  static List<Object> fields(Row row, Options options, Machine machine, Instant time) {
    String problem = row.problem();
    Figures figures = row.figures();
    Figures known = figures == null ? Figures.NONE : figures;
    Memory memory = known.memory();
    return List.of(time, options.seed(), row.round(), row.cell().group().workload(),
        row.cell().group().connections(), row.cell().group().placement(), row.cell().variant(),
        row.condition(), problem == null ? "" : problem, row.before(), row.after(),
        row.otherCores(), known.p50(), known.p99(), known.p999(), known.messages(),
        known.seconds(), known.messagesPerSecond(), known.gibPerSecond(), known.cores(),
        known.clientAllocated(), known.serverAllocated(), known.connectsPerSecond(), memory.heap(),
        memory.own(),
        memory.shared(), memory.kernel(), known.warmup().seconds(), known.warmup().settled(),
        options.verify(), machine.cores(), machine.processor(), machine.jdk(), machine.kernel());
  }

  private void line(List<?> fields) throws IOException {
    writer.write(fields.stream().map(CsvFile::field).collect(Collectors.joining(",")));
    writer.write("\n");
    writer.flush();
  }

  /** Quoted where it must be; what was not measured is empty. */
  static String field(Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "" : Double.toString(Math.round(number * 1e6) / 1e6);
    }
    String text = value.toString();
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
