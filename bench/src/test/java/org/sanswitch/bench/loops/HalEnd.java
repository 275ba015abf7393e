package org.sanswitch.bench.loops;

import java.lang.foreign.MemorySegment;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** A socket of the provider with its receives posted, polled as a session polls it. */
final class HalEnd {

  private static final int RECEIVES = 16;

  private final WspProcedureTable table;
  private final SocketDescriptor socket;
  private final int length;
  private final MemoryRegion region;
  private final Overlapped[] receives = new Overlapped[RECEIVES];
  private final Overlapped send = new Overlapped(true, null);
  private final BufferVector vector = new BufferVector();
  private final Bound bound = new Bound();
  private int head;
  private int last;

  HalEnd(WspProcedureTable table, SocketDescriptor socket, int length) throws WsaException {
    this.table = table;
    this.socket = socket;
    this.length = length;
    region = table.wspGetExtensionFunction(socket, ExtensionFunction.WSPALLOCATEMEMORY)
      .allocate(socket, (long) length * RECEIVES);
    for (int i = 0; i < RECEIVES; i++) {
      receives[i] = new Overlapped(true, null);
      post(i);
    }
  }

  private void post(int slot) {
    receives[slot].prepare();
    pending(table.wspRecv(socket, region, (long) slot * length, length, receives[slot]),
        "WSPRecv");
  }

  private static void pending(WsaError error, String what) {
    if (error != WsaError.WSA_IO_PENDING) {
      throw new IllegalStateException(what + " was answered by " + error);
    }
  }

  void send(Message message) {
    vector.clear();
    vector.add(message.segment(), 0, message.length(), null);
    send.prepare();
    pending(table.wspSend(socket, vector, send), "WSPSend");
  }

  void awaitSent() {
    await(send, "the completion of a send");
  }

  /** Polls until the next message has come, and posts its receive again. */
  void receive() {
    await(receives[head], "a message");
    last = head;
    head = (head + 1) % RECEIVES;
    post(last);
  }

  private void await(Overlapped overlapped, String what) {
    while (!overlapped.isComplete()) {
      table.wspGetOverlappedResult(socket, overlapped, WspProcedureTable.POLL);
      if (!overlapped.isComplete()) {
        bound.tried(what);
      }
    }
    bound.reset();
    if (overlapped.status() != WsaError.NO_ERROR) {
      throw new IllegalStateException(what + " ended with " + overlapped.status());
    }
  }

  MemorySegment lastReceived() {
    return region.segment().asSlice((long) last * length, length);
  }

  void close() throws WsaException {
    table.wspCloseSocket(socket);
  }
}
