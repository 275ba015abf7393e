package org.sanswitch.bench.program;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Two streams, polled without a pause but the processor's own. An empty message ends a stream. */
final class AeronWire implements Wire {

  private final Subscription subscription;
  private final Image in;
  private final ExclusivePublication out;
  private final Inbound inbound = new Inbound();
  private final ControlledFragmentHandler handler = this::onFragment;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final Patience patience = new Patience();

  AeronWire(Subscription subscription, ExclusivePublication out) {
    this.subscription = subscription;
    this.in = subscription.imageAtIndex(0);
    this.out = out;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same buffer, not one of the same bytes
  public void write(ByteBuffer buffer) throws IOException {
    if (view.byteBuffer() != buffer) {
      view.wrap(buffer, 0, buffer.capacity());
    }
    while (buffer.hasRemaining()) {
      int part = Math.min(buffer.remaining(), out.maxMessageLength());
      put(buffer.position(), part);
      buffer.position(buffer.position() + part);
    }
  }

  private void put(int index, int length) throws IOException {
    long result = offer(index, length);
    if (result < 0) {
      throw new IOException("Aeron takes no more: " + Publication.errorString(result));
    }
  }

  /** Offers until it is taken, or refused for another reason than that there is no room now. */
  private long offer(int index, int length) throws IOException {
    long result = out.offer(view, index, length);
    while (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
      patience.after(0);
      Thread.onSpinWait();
      result = out.offer(view, index, length);
    }
    patience.after(1);
    return result;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int before = buffer.position();
    inbound.into(buffer);
    in.controlledPoll(handler, Integer.MAX_VALUE);
    int count = inbound.result(buffer.position() - before);
    if (patience.after(count) == 0) {
      Thread.onSpinWait();
    }
    return count;
  }

  private Action onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    if (length == 0) {
      inbound.end();
      return Action.BREAK;
    }
    if (!inbound.take(buffer, offset, length)) {
      return Action.ABORT;
    }
    return inbound.isFull() ? Action.BREAK : Action.CONTINUE;
  }

  @Override
  public void close() throws IOException {
    var _ = offer(0, 0); // refused if the peer has gone already
    out.close();
    subscription.close();
  }
}
