package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import org.sanswitch.impl.session.SanStream;

/** Hands the socket options that mean something on a SAN to the stream. */
public final class StreamOptions {

  /** Name of the option that only the JDK has a constant for. */
  static final String OOB_INLINE = "SO_OOBINLINE";

  /** Reads options of a platform socket or channel. */
  @FunctionalInterface
  public interface Getter {
    <T> T get(SocketOption<T> option) throws IOException;
  }

  private StreamOptions() {}

  /** Hands over one option that was set after the connect. */
  public static void changed(SanStream stream, SocketOption<?> name, Object value,
      Set<SocketOption<?>> supported, Getter getter) throws IOException {
    if (name.name().equals(OOB_INLINE)) {
      stream.urgentInline((Boolean) value);
    } else if (name.name().contains("KEEP")) {
      keepAlive(stream, supported, getter);
    }
  }

  /** Hands over all options that were set before the connect. */
  public static void all(SanStream stream, Set<SocketOption<?>> supported, Getter getter)
      throws IOException {
    for (SocketOption<?> option : supported) {
      if (option.name().equals(OOB_INLINE)) {
        stream.urgentInline((Boolean) getter.get(option));
      }
    }
    if (getter.get(StandardSocketOptions.SO_KEEPALIVE)) {
      keepAlive(stream, supported, getter);
    }
  }

  /** Hands over keep-alive with its times; without the extended options with Linux's defaults. */
  static void keepAlive(SanStream stream, Set<SocketOption<?>> supported, Getter getter)
      throws IOException {
    int idle = 7200;
    int interval = 75;
    int count = 9;
    for (SocketOption<?> option : supported) {
      switch (option.name()) {
        case "TCP_KEEPIDLE" -> idle = (Integer) getter.get(option);
        case "TCP_KEEPINTERVAL" -> interval = (Integer) getter.get(option);
        case "TCP_KEEPCOUNT" -> count = (Integer) getter.get(option);
        default -> {
        }
      }
    }
    stream.keepAlive(getter.get(StandardSocketOptions.SO_KEEPALIVE), idle, interval, count);
  }
}
