package org.sanswitch.provider.emu;

import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;

/** One direction of a connection inside this JVM: the queue that sends, and the one that receives. */
final class Direction {

  static final int BUFFER = 256;
  private static final int RECEIVES = 2;

  /** How often the doorbell rang. Guard: atomic. */
  final AtomicInteger bells = new AtomicInteger();

  final EmuCompletionQueue completions;
  final SendQueue sends;
  private final ReceiveQueue receives;
  private final EmuRegion buffers;
  private final BufferVector message = new BufferVector();

  Direction() {
    Ending ending = new NoEnd();
    Mapping segment = Segments.next(Membarrier.REGISTERED);
    EmuMemory memory = new EmuMemory(segment, new RemoteKeys(segment.address(), () -> {}));
    receives = new ReceiveQueue(ending, segment.address(), memory);
    sends = new SendQueue(ending, segment, BUFFER, new SendCompletions(), bells::incrementAndGet);
    completions =
        new EmuCompletionQueue(
            new SendCompletions(), receives, ending, segment.address(), () -> {});
    try {
      buffers = memory.allocate(BUFFER * RECEIVES);
    } catch (AdapterException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < RECEIVES; i++) {
      receives.post(i, buffers, i * BUFFER, BUFFER);
    }
  }

  private static final class NoEnd extends Ending {
    @Override
    void violation(String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    void accessFailed(Throwable cause) {
      throw new IllegalStateException(cause);
    }
  }

  /** Sends a message of one byte value. */
  void send(byte value, int length) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, value);
    message.clear();
    message.add(bytes, 0, length);
    if (sends.send(0, message) != AdapterError.OK) {
      throw new IllegalStateException("not sent");
    }
  }

  /** {@return the byte value of the next message; 0 for none, -1 if it is torn, -2 out of order} */
  int take(int expectedId, int expectedLength) {
    int[] value = {0};
    receives.poll(
        (id, error, length) -> value[0] =
            id == expectedId && length == expectedLength ? value(id, length) : -2,
        1);
    return value[0];
  }

  private int value(long id, int length) {
    long start = id * BUFFER;
    byte first = buffers.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, start);
    for (int i = 1; i < length; i++) {
      if (buffers.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, start + i) != first) {
        return -1;
      }
    }
    return first;
  }
}
