package org.sanswitch.launcher.demo;

import java.nio.file.Path;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.JavaChild;
import org.sanswitch.launcher.child.Program;

/**
 * Where the server listens.
 *
 * @param files the port that keeps a file
 * @param echoes the port that echoes
 */
record Ports(String files, String echoes) {

  private static final String ROUNDS = "3";

  static Ports read(JavaChild server) throws CheckFailedException {
    String[] ports = server.line().split(" ", -1);
    return new Ports(ports[0], ports[1]);
  }

  Program client(Path file) {
    return Program.of("demo.Client", files, echoes, file.toString(), ROUNDS);
  }
}
