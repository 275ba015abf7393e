package org.sanswitch.launcher.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * What a client of the control socket sends: every line of bounded length is answered by any number
 * of lines with a tab and one last line, ok or an error, so that a client always knows where an
 * answer ends; a longer line ends the client.
 */
class ControlFuzz extends FuzzTarget {

  /** A framework without bundles and services. */
  private static final BundleContext EMPTY =
      (BundleContext) Proxy.newProxyInstance(
          ControlFuzz.class.getClassLoader(),
          new Class<?>[]{BundleContext.class},
          (proxy, method, arguments) -> method.getName().equals("getBundles") ? new Bundle[0]
              : null);

  private static final ControlCommands COMMANDS = new ControlCommands(EMPTY);

  public static void fuzzerTestOneInput(byte[] input) {
    LineReader lines =
        new LineReader(
            new InputStreamReader(new ByteArrayInputStream(input), StandardCharsets.UTF_8));
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        assertTrue(line.length() <= LineReader.MAX_LENGTH && line.indexOf('\n') < 0);
        assertAnswer(COMMANDS.answer(line));
      }
    } catch (IOException e) {
      assertTrue(input.length > LineReader.MAX_LENGTH);
    }
  }

  private static void assertAnswer(List<String> answer) {
    for (String line : answer) {
      assertEquals(-1, line.indexOf('\n'), line);
      assertEquals(-1, line.indexOf('\r'), line);
    }
    for (String line : answer.subList(0, answer.size() - 1)) {
      assertTrue(line.startsWith("\t"), line);
    }
    String last = answer.getLast();
    assertTrue(last.equals("ok") || last.startsWith("error: "), last);
  }
}
