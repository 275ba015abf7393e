package org.sanswitch.bench;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.EventExecutor;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** How a program of the bench is started. */
final class JavaCommand {

  private JavaCommand() {}

  /**
   * {@return the command}
   *
   * @param before what pins it to a core
   * @param flags of the JVM
   */
  static List<String> of(List<String> before, List<String> flags, Class<?> program,
      List<String> arguments) {
    return of(before, flags, classPath(program, Histogram.class), program, arguments);
  }

  /** {@return the command of a program that needs the libraries of the references, too} */
  static List<String> withReferences(List<String> before, List<String> flags, Class<?> program,
      List<String> arguments) {
    return of(before, flags, classPath(program, Histogram.class, DirectBuffer.class, Aeron.class,
        MediaDriver.class), program, arguments);
  }

  /** {@return the command of a program that needs Netty, with its native code} */
  static List<String> withNetty(List<String> before, List<String> flags, Class<?> program,
      List<String> arguments) {
    String netty = classPath(program, Histogram.class, ByteBuf.class, EventExecutor.class,
        AddressResolver.class, Channel.class, Errors.class, Epoll.class);
    return of(before, flags, netty + File.pathSeparator + placeOfNativeCode(), program, arguments);
  }

  /** It is in a jar without a class. What is missing the program tells itself. */
  private static String placeOfNativeCode() {
    String name = "META-INF/native/libnetty_transport_native_epoll_"
        + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";
    URL place = JavaCommand.class.getClassLoader().getResource(name);
    if (place == null || !place.getProtocol().equals("jar")) {
      return "";
    }
    String jar = place.getPath();
    return path(URI.create(jar.substring(0, jar.indexOf("!/"))));
  }

  private static List<String> of(List<String> before, List<String> flags, String classPath,
      Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(program.getName());
    command.addAll(arguments);
    return command;
  }

  /** Where these classes are, and nothing else: a measured program has what it needs alone. */
  private static String classPath(Class<?>... classes) {
    return Arrays.stream(classes)
      .map(JavaCommand::place)
      .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("where " + type + " comes from is not known");
    }
    try {
      return path(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(URI uri) {
    return Path.of(uri).toString();
  }
}
