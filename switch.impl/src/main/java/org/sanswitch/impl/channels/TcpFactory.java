package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the platform's channels below ours.
 *
 * @param platform the platform's provider
 * @param family protocol family asked for, or null for the default
 * @param supportedOptions the options of such a channel
 */
record TcpFactory(
    SelectorProvider platform,
    @Nullable ProtocolFamily family,
    Set<SocketOption<?>> supportedOptions) {

  /** {@return a new channel} */
  SocketChannel open() throws IOException {
    ProtocolFamily given = family;
    return given == null ? platform.openSocketChannel() : platform.openSocketChannel(given);
  }

  /** {@return a new channel that has the options of an accepted one} */
  SocketChannel openAccepted() throws IOException {
    return open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
  }
}
