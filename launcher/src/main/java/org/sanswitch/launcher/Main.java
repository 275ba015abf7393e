package org.sanswitch.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.sanswitch.launcher.demo.Demo;
import org.sanswitch.launcher.selftest.SelfTest;

/** {@code ./sanswitch demo} and {@code ./sanswitch selftest}. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String USAGE_TEXT =
      """
          usage: sanswitch demo [--file FILE] [--rows N]   moves a file of at least 100 MB, by default the JDK's
                                                           lib/modules, and N rows of a database, by default 100000
                 sanswitch selftest [-Dsanswitch.NAME=VALUE]...   with these settings of the switch
          """;

  private Main() {}

  /**
   * Runs a command, and exits: 0 if all of it held, 1 if not, 2 if the command line is wrong.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    List<String> options = Arrays.asList(arguments)
      .subList(Math.min(1, arguments.length),
          arguments.length);
    try {
      return switch (arguments.length == 0 ? "" : arguments[0]) {
        case "demo" -> ended(demo(DemoOptions.parse(options)));
        case "selftest" -> ended(SelfTest.run(Installation.here(), settings(options)));
        case "" -> throw new UsageException("a command is missing");
        default -> throw new UsageException("unknown command: " + arguments[0]);
      };
    } catch (UsageException e) {
      System.err.println("sanswitch: " + e.getMessage());
      System.err.print(USAGE_TEXT);
      return USAGE;
    } catch (IOException | URISyntaxException e) {
      System.err.println("sanswitch: " + e.getMessage());
      return FAILED;
    }
  }

  private static boolean demo(DemoOptions options) throws IOException, URISyntaxException {
    return Demo.run(Installation.here(), options.file(), options.rows());
  }

  private static int ended(boolean well) {
    return well ? OK : FAILED;
  }

  private static List<String> settings(List<String> options) throws UsageException {
    for (String option : options) {
      if (!option.startsWith("-Dsanswitch.")) {
        throw new UsageException("unknown option: " + option);
      }
    }
    return options;
  }
}
