package org.sanswitch.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where things are: the jars lie beside each other.
 *
 * @param java the command that starts a JVM of the version that runs this one
 * @param agent the agent's jar
 * @param programs the jar of the plain programs of demo and selftest
 * @param database the jar of H2, for the demo
 */
public record Installation(Path java, Path agent, Path programs, Path database) {

  static Installation here() throws URISyntaxException {
    Path ours =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return new Installation(Path.of(System.getProperty("java.home"), "bin", "java"),
        ours.resolveSibling("sanswitch-agent.jar"), ours.resolveSibling("sanswitch-demo.jar"),
        ours.resolveSibling("h2.jar"));
  }
}
