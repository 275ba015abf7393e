package org.sanswitch.bench.loops;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.core.LoopSwitch;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.provider.emu.LoopAdapter;
import org.sanswitch.provider.hal.HalProvider;

/** Two streams of the switch over emulated hardware: all but the facades. */
public final class SessionLoop implements Loop {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Shm directory = Shm.make();
  private final LoopSwitch itself;
  private final Message message;
  private final ByteBuffer source;
  private final ByteBuffer target;
  private final Bound bound = new Bound();
  private final SanStream a;
  private final SanStream b;

  /** Connects them. */
  public SessionLoop(int bytes) throws Exception {
    message = new Message(bytes);
    source = message.segment().asByteBuffer();
    target = ByteBuffer.allocateDirect(bytes);
    itself = new LoopSwitch("emu", HalProvider.of(LoopAdapter.in(directory.path())));
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel tcp = ServerSocketChannel.open().bind(loopback);
        ServerSocketChannel local = ServerSocketChannel.open().bind(loopback)) {
      InetSocketAddress address = (InetSocketAddress) tcp.getLocalAddress();
      InetSocketAddress from = (InetSocketAddress) local.getLocalAddress();
      Semaphore arrived = new Semaphore(0);
      CompanionListener listener = itself.core().listen(address, 1, arrived::release);
      ConnectAttempt.Outcome outcome =
          itself.core().connect(address, _ -> from, BOUND_NANOS).await(BOUND_NANOS);
      if (!(outcome instanceof ConnectAttempt.Connected connected)) {
        throw new IllegalStateException("not connected over emulated hardware: " + outcome);
      }
      a = connected.stream();
      if (!arrived.tryAcquire(BOUND_NANOS, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("no session has arrived at the listener");
      }
      b = listener.poll();
      if (b == null) {
        throw new IllegalStateException("the session has gone");
      }
      listener.close();
    }
  }

  @Override
  public void pingPong() throws IOException {
    move(a, b);
    move(b, a);
  }

  @Override
  public void oneWay() throws IOException {
    move(a, b);
  }

  /** Writes and reads in turn: a message may be longer than what the peer has room for. */
  private void move(SanStream from, SanStream to) throws IOException {
    source.clear();
    target.clear();
    while (target.hasRemaining()) {
      int moved = source.hasRemaining() ? from.tryWrite(source) : 0;
      int read = to.tryRead(target);
      if (read < 0) {
        throw new IOException("the stream has ended: " + to.endReason() + " " + to.endDetail());
      }
      if (moved + read == 0) {
        // What was written without a credit goes out when one comes: who waits looks for it.
        var _ = from.isReadable();
        bound.tried("the next byte");
      } else {
        bound.reset();
      }
    }
  }

  @Override
  public void verify() {
    message.verify(MemorySegment.ofBuffer(target.flip()));
  }

  @Override
  public void close() throws Exception {
    a.close();
    b.close();
    itself.close();
    directory.close();
  }
}
