package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;

/** The server's end of a workload whose threads serve many connections, or files. */
interface Service extends Closeable {

  /** {@return the port at which clients reach it from now on} */
  int port() throws IOException;

  /** Serves until the client has ended its connections, and prints what the server measured. */
  void serve() throws IOException;

  /** {@return the server's end of a task that has no {@link Carrier}} */
  static Service of(Task task) throws IOException {
    return switch (task.kind()) {
      case SELECT, SELECT_ALL, SELECT_PACED, SELECT_CONNECT, SELECT_IDLE ->
        SelectorService.open(task);
      case ASYNC -> AsyncService.open(task);
      case NETTY -> NettyService.open(task);
      case SEND_FILE, RECEIVE_FILE -> FileService.open(task);
      case PINGPONG, PACED, STREAM, CONNECT, IDLE ->
        throw new IllegalArgumentException(task.kind() + " is served over a carrier");
    };
  }
}
