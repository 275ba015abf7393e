package org.sanswitch.impl.blocking;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The kinds of blocking sockets, with the calls of each that may block. */
enum Kind {
  /** {@code java.net.Socket} with its streams. */
  SOCKET,
  /** {@code SocketChannel} in blocking mode. */
  CHANNEL,
  /** What {@code socket()} of a channel gives. */
  ADAPTOR;

  /** A socket that connects or is connected. */
  interface Client extends AutoCloseable {
    void connect(SocketAddress remote) throws IOException;

    int read(byte[] bytes) throws IOException;

    void write(byte[] bytes) throws IOException;

    boolean isOpen();

    /** The socket, for what only sockets have: time-outs. */
    Socket socket();

    @Override
    void close() throws IOException;
  }

  /** A listening socket. */
  interface Listener extends AutoCloseable {
    SocketAddress address() throws IOException;

    Client accept() throws IOException;

    boolean isOpen();

    ServerSocket socket();

    @Override
    void close() throws IOException;
  }

  /** Two connected sockets. */
  record Pair(Client client, Client server) {}

  Client open(Net net) throws IOException {
    if (this == SOCKET) {
      return net.with(new OfSocket(net.sockets.createSocket()));
    }
    SocketChannel channel = net.with(net.channels.openSocketChannel());
    return this == CHANNEL ? new OfChannel(channel) : new OfSocket(channel.socket());
  }

  Listener listen(Net net) throws IOException {
    if (this == SOCKET) {
      ServerSocket socket = net.with(net.serverSockets.createServerSocket());
      socket.bind(Net.anyPort());
      return new OfServerSocket(socket, net);
    }
    ServerSocketChannel channel = net.with(net.channels.openServerSocketChannel());
    channel.bind(Net.anyPort());
    return this == CHANNEL
        ? new OfServerChannel(channel, net)
        : new OfServerSocket(channel.socket(), net);
  }

  Pair pair(Net net) throws IOException {
    Listener listener = listen(net);
    Client client = open(net);
    client.connect(listener.address());
    return new Pair(client, listener.accept());
  }

  private record OfSocket(Socket socket) implements Client {
    @Override
    public void connect(SocketAddress remote) throws IOException {
      socket.connect(remote);
    }

    @Override
    public int read(byte[] bytes) throws IOException {
      return socket.getInputStream().read(bytes);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    @Override
    public boolean isOpen() {
      return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record OfChannel(SocketChannel channel) implements Client {
    @Override
    public void connect(SocketAddress remote) throws IOException {
      channel.connect(remote);
    }

    @Override
    public int read(byte[] bytes) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes));
    }

    /** A write that the close has cut short gives a number; only the next one says why. */
    @Override
    public void write(byte[] bytes) throws IOException {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      channel.write(source);
      try {
        while (source.hasRemaining()) {
          channel.write(source);
        }
      } catch (AsynchronousCloseException e) {
        throw e;
      } catch (ClosedChannelException e) {
        throw new AsynchronousCloseException();
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public Socket socket() {
      return channel.socket();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record OfServerSocket(ServerSocket socket, Net net) implements Listener {
    @Override
    public SocketAddress address() {
      return socket.getLocalSocketAddress();
    }

    @Override
    public Client accept() throws IOException {
      return net.with(new OfSocket(socket.accept()));
    }

    @Override
    public boolean isOpen() {
      return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record OfServerChannel(ServerSocketChannel channel, Net net) implements Listener {
    @Override
    public SocketAddress address() throws IOException {
      return channel.getLocalAddress();
    }

    @Override
    public Client accept() throws IOException {
      return new OfChannel(net.with(channel.accept()));
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public ServerSocket socket() {
      return channel.socket();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
