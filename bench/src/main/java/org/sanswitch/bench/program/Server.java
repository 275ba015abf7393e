package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prints how it is reached, serves what the task says, and ends with the client's connections. */
public final class Server {

  private Server() {}

  /**
   * Runs the server.
   *
   * @param arguments as of {@link Task#arguments}
   */
  public static void main(String[] arguments) throws IOException {
    Task task = Task.parse(arguments);
    if (task.kind().carried()) {
      try (Carrier carrier = Carrier.server(task)) {
        Output.print(Output.PORT, carrier.port());
        serve(carrier, task);
      }
    } else {
      try (Service service = Service.of(task)) {
        Output.print(Output.PORT, service.port());
        service.serve();
      }
    }
    Output.printCpu();
  }

  static void serve(Carrier carrier, Task task) throws IOException {
    switch (task.kind()) {
      case PINGPONG, PACED, STREAM -> serveTraffic(carrier, task);
      case CONNECT -> serveConnects(carrier, task);
      case IDLE -> Idle.serve(carrier, task);
      default -> throw new IllegalArgumentException(task.kind() + " has no carrier");
    }
  }

  private static void serveTraffic(Carrier carrier, Task task) throws IOException {
    Threads threads = new Threads();
    for (int i = 0; i < task.connections(); i++) {
      Wire next = carrier.next();
      threads.start("connection " + i, () -> {
        try (Wire wire = next) {
          return task.kind() == Task.Kind.STREAM ? Streaming.serve(wire, task)
              : PingPong.serve(wire, task);
        }
      });
    }
    Output.print(Output.ALLOCATED, threads.join());
  }

  /** As many threads accept as connect; the first connection ends when no more come. */
  private static void serveConnects(Carrier carrier, Task task) throws IOException {
    Threads threads = new Threads();
    AtomicBoolean closing = new AtomicBoolean();
    try (Wire control = carrier.next()) {
      for (int i = 0; i < task.connections(); i++) {
        threads.start("acceptor " + i, () -> {
          long before = Output.allocated();
          Connecting.serve(carrier, task, closing);
          return Output.allocated() - before;
        });
      }
      if (control.read(ByteBuffer.allocateDirect(1)) >= 0) {
        throw new IOException("bytes came where only an end was expected");
      }
      closing.set(true);
      carrier.close();
    }
    Output.print(Output.ALLOCATED, threads.join());
  }
}
