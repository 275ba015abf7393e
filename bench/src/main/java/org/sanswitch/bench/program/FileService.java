package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sanswitch.bench.program.Task.Kind;

/**
 * A server of files, with a thread for each connection. It sends a file by {@code transferTo} for
 * each request, or takes one by {@code transferFrom} and answers with its length. The files are in
 * shared memory, so no disk is measured.
 */
final class FileService implements Service {

  private static final int PART = 1 << 20;

  private final Task task;
  private final ServerSocketChannel listener;

  private FileService(Task task, ServerSocketChannel listener) {
    this.task = task;
    this.listener = listener;
  }

  static FileService open(Task task) throws IOException {
    if (task.kind() == Kind.SEND_FILE) {
      write(task);
    }
    return new FileService(task,
        ServerSocketChannel.open().bind(Meeting.at(0), task.connections()));
  }

  private static void write(Task task) throws IOException {
    Pattern pattern = new Pattern(task.verify(), PART);
    try (FileChannel file = FileChannel.open(sent(task), StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE)) {
      for (long at = 0; at < task.bytes();) {
        at += file.write(pattern.window(at, (int) Math.min(PART, task.bytes() - at)));
      }
    }
  }

  private static Path sent(Task task) {
    return Path.of(task.place(), "sent");
  }

  @Override
  public int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  @Override
  public void serve() throws IOException {
    Threads threads = new Threads();
    for (int i = 0; i < task.connections(); i++) {
      SocketChannel next = listener.accept();
      int number = i;
      threads.start("connection " + i, () -> {
        try (SocketChannel channel = next) {
          long before = Output.allocated();
          long files = task.kind() == Kind.SEND_FILE ? send(channel) : receive(channel, number);
          // What was allocated for one of them, so that all threads can be added.
          return files == 0 ? 0 : (Output.allocated() - before) / files;
        }
      });
    }
    Output.print(Output.ALLOCATED, threads.join() / task.connections());
    Output.print(Output.MESSAGES, 1);
  }

  private long send(SocketChannel channel) throws IOException {
    Wire wire = ChannelWire.of(channel, task);
    ByteBuffer request = ByteBuffer.allocateDirect(FileLoad.REQUEST);
    long files = 0;
    try (FileChannel file = FileChannel.open(sent(task))) {
      for (; Transfer.read(wire, request.clear()); files++) {
        for (long at = 0; at < task.bytes();) {
          at += file.transferTo(at, task.bytes() - at, channel);
        }
      }
    }
    return files;
  }

  private long receive(SocketChannel channel, int number) throws IOException {
    Wire wire = ChannelWire.of(channel, task);
    ByteBuffer answer = ByteBuffer.allocateDirect(FileLoad.REQUEST);
    Pattern pattern = new Pattern(task.verify(), PART);
    try (FileChannel file = FileChannel.open(Path.of(task.place(), "received-" + number),
        StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long files = 0;; files++) {
        for (long at = 0; at < task.bytes();) {
          long count = file.transferFrom(channel, at, task.bytes() - at);
          if (count == 0 && at == 0) {
            return files;
          }
          if (count == 0) {
            throw new EOFException(
                "the stream ended after " + at + " of " + task.bytes() + " bytes of a file");
          }
          at += count;
        }
        if (task.verify()) {
          check(file, pattern);
        }
        wire.write(answer.clear().putLong(task.bytes()).flip());
      }
    }
  }

  private void check(FileChannel file, Pattern pattern) throws IOException {
    ByteBuffer part = ByteBuffer.allocateDirect(PART);
    for (long at = 0; at < task.bytes();) {
      int count = file.read(part.clear().limit((int) Math.min(PART, task.bytes() - at)), at);
      if (count < 0) {
        throw new EOFException("the file ends after " + at + " of " + task.bytes() + " bytes");
      }
      pattern.check(at, part.flip());
      at += count;
    }
    file.truncate(0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
