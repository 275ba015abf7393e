package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Two rings, polled without a pause but the processor's own. */
final class RingWire implements Wire {

  private static final int DATA = 1;
  private static final int END = 2;

  private final OneToOneRingBuffer in;
  private final OneToOneRingBuffer out;
  private final Inbound inbound = new Inbound();
  private final ControlledMessageHandler handler = this::onMessage;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final Patience patience = new Patience();

  RingWire(OneToOneRingBuffer in, OneToOneRingBuffer out) {
    this.in = in;
    this.out = out;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same buffer, not one of the same bytes
  public void write(ByteBuffer buffer) throws IOException {
    if (view.byteBuffer() != buffer) {
      view.wrap(buffer, 0, buffer.capacity());
    }
    while (buffer.hasRemaining()) {
      int part = Math.min(buffer.remaining(), out.maxMsgLength());
      put(DATA, view, buffer.position(), part);
      buffer.position(buffer.position() + part);
    }
  }

  private void put(int type, DirectBuffer source, int index, int length) throws IOException {
    while (patience.after(out.write(type, source, index, length) ? 1 : 0) == 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int before = buffer.position();
    inbound.into(buffer);
    in.controlledRead(handler, Integer.MAX_VALUE);
    int count = inbound.result(buffer.position() - before);
    if (patience.after(count) == 0) {
      Thread.onSpinWait();
    }
    return count;
  }

  private Action onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
    if (type == END) {
      inbound.end();
      return Action.BREAK;
    }
    if (!inbound.take(buffer, index, length)) {
      return Action.ABORT;
    }
    return inbound.isFull() ? Action.BREAK : Action.CONTINUE;
  }

  @Override
  public void close() throws IOException {
    put(END, view, 0, 0);
  }
}
