package org.sanswitch.itests;

import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import plain.Net;
import plain.Task;

/**
 * After each test the process holds no more than before the first of its class: threads, open files
 * and sockets, mappings, files in shared memory, services, connections, listeners and handles (CLO-8, INI-7).
 */
public final class NothingLeft implements TestRule {

  /** Guard: the thread of the tests. What was held before the first test of this JVM's class. */
  private static Held before;

  @Override
  public Statement apply(Statement test, Description description) {
    return new Statement() {
      @Override
      public void evaluate() throws Throwable {
        if (before == null) {
          loadPollers();
          loadDefaultGroup();
          before = Held.settled();
        }
        test.evaluate();
        Held.awaitNoMoreThan(before);
      }
    };
  }

  /** The threads of the JDK's default group stay once there was a channel in it. */
  private static void loadDefaultGroup() throws Exception {
    AsynchronousSocketChannel.open().close();
  }

  /** Virtual threads that wait for sockets make the JDK start pollers, which stay. */
  private static void loadPollers() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, Net.loopback());
        Socket client = new Socket(Net.loopback(), listener.getLocalPort());
        Socket server = listener.accept()) {
      Task<Integer> reader =
          Task.start(Task.Kind.VIRTUAL, () -> server.getInputStream().read());
      reader.awaitBlocked();
      client.getOutputStream().write(1);
      reader.get();
    }
  }
}
