package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * What the control socket understands. An answer is any number of lines that begin with a tab, and
 * one last line: {@code ok}, or {@code error: } and why.
 *
 * <pre>
 * bundles                       symbolic name, version and state of each bundle
 * bundle stop|start NAME        stops or starts the bundle of that symbolic name, and waits for it
 * bundle update NAME FILE       replaces it by the one in a file
 * providers | routes | connections | listeners | report | rules
 *                               what the switch says about itself, one record a line
 * </pre>
 */
final class ControlCommands {

  private static final String SWITCH = "org.sanswitch.api.SanSwitch";

  private final BundleContext context;

  ControlCommands(BundleContext context) {
    this.context = context;
  }

  List<String> answer(String line) {
    List<String> answer = new ArrayList<>();
    try {
      for (String text : run(line.strip().split("\\s+"))) {
        answer.add("\t" + text);
      }
      answer.add("ok");
    } catch (BundleException | ReflectiveOperationException | RuntimeException e) {
      answer.add("error: " + String.valueOf(e.getMessage()).replaceAll("[\\r\\n]", " "));
    }
    return answer;
  }

  private List<String> run(String[] words) throws BundleException, ReflectiveOperationException {
    return switch (String.join(" ", Arrays.copyOf(words, Math.min(words.length, 2)))) {
      case "bundles" -> bundles();
      case "bundle stop" -> {
        bundle(words).stop();
        yield List.of();
      }
      case "bundle start" -> {
        bundle(words).start();
        yield List.of();
      }
      case "bundle update" -> {
        update(words);
        yield List.of();
      }
      case "routes" -> ask("routeCounts");
      case "providers", "connections", "listeners", "report", "rules" -> ask(words[0]);
      default -> throw new IllegalArgumentException(
          "expected bundles, bundle stop|start NAME, bundle update NAME FILE, providers, routes, connections, listeners,"
              + " report or rules, not: " + String.join(" ", words));
    };
  }

  private List<String> bundles() {
    return Arrays.stream(context.getBundles())
      .map(bundle -> bundle.getSymbolicName() + "\t" + bundle.getVersion() + "\t"
          + state(bundle.getState()))
      .toList();
  }

  private Bundle bundle(String[] words) {
    if (words.length != 3) {
      throw new IllegalArgumentException("expected one symbolic name");
    }
    return bundle(words[2]);
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
      .filter(bundle -> name.equals(bundle.getSymbolicName()))
      .findFirst()
      .orElseThrow(() -> new IllegalArgumentException("there is no bundle " + name));
  }

  private void update(String[] words) throws BundleException {
    if (words.length != 4) {
      throw new IllegalArgumentException("expected a symbolic name and a file without spaces");
    }
    Bundle bundle = bundle(words[2]);
    try (InputStream in = Files.newInputStream(Path.of(words[3]))) {
      bundle.update(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + words[3] + ": " + e, e);
    }
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.ACTIVE -> "ACTIVE";
      case Bundle.STARTING -> "STARTING";
      case Bundle.STOPPING -> "STOPPING";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.INSTALLED -> "INSTALLED";
      default -> "UNINSTALLED";
    };
  }

  /** Calls a function of the switch's service, whose type only the bundles share. */
  private List<String> ask(String function) throws ReflectiveOperationException {
    ServiceReference<?> reference = context.getServiceReference(SWITCH);
    Object service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new IllegalStateException("the switch is not running");
    }
    Class<?> type = Class.forName(SWITCH, false, service.getClass().getClassLoader());
    Object answer = type.getMethod(function).invoke(service);
    return answer instanceof List<?> list ? Records.lines(list)
        : String.valueOf(answer).lines().toList();
  }
}
