package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * The Unix domain socket of a connection: first it carries the handshake, then its bytes are a
 * doorbell and its end tells that the peer has gone. Nothing here blocks.
 */
final class EmuLink {

  private static final System.Logger LOG = System.getLogger(EmuLink.class.getName());

  private final SocketChannel channel;
  /** Written by the sending thread only. */
  private final ByteBuffer bell = ByteBuffer.allocate(1);

  EmuLink(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
  }

  SocketChannel channel() {
    return channel;
  }

  /** {@return whether the process at the other end runs as that user, as the kernel tells} */
  boolean isPeer(UserPrincipal user) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(user);
  }

  /** {@return the user at the other end, for a message} */
  String peer() {
    try {
      return String.valueOf(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Writes a handshake message, which always fits.
   *
   * @throws IOException if it does not fit or the peer has gone
   */
  void write(ByteBuffer message) throws IOException {
    int length = message.remaining();
    int written = channel.write(message);
    if (written != length) {
      throw new IOException("only " + written + " of " + length + " bytes could be written");
    }
  }

  /**
   * {@return whether the buffer is full now}
   *
   * @throws IOException if the peer has gone
   */
  boolean read(ByteBuffer message) throws IOException {
    if (channel.read(message) < 0) {
      throw new IOException("the peer has closed");
    }
    return !message.hasRemaining();
  }

  /** Reads what rings. {@return whether the peer is still there} */
  boolean readBells(ByteBuffer scratch) {
    try {
      scratch.clear();
      return channel.read(scratch) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Rings at the peer. A full socket means that it rings already. */
  void ring() {
    try {
      bell.clear();
      var _ = channel.write(bell);
    } catch (IOException e) {
      // The peer has gone, and the event thread will notice or has noticed.
    }
  }

  /** Closes this end; the peer notices at once. */
  void close() {
    try {
      if (channel.isConnected()) {
        channel.shutdownOutput();
      }
    } catch (IOException e) {
      LOG.log(Level.TRACE, "the peer was gone already", e);
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close a link", e);
    }
  }
}
