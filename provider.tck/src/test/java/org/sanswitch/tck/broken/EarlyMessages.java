package org.sanswitch.tck.broken;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Messages that come before the receiver has posted a receive: ACC-3. */
final class EarlyMessages {

  private EarlyMessages() {}

  /** Knows which messages are early, and lets a breach have them. */
  private abstract static class Early extends Breach {

    private final Map<Object, SocketHandle> handles = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Queue<SocketDescriptor>> connecting =
        new ConcurrentHashMap<>();
    private final Map<SocketDescriptor, SocketDescriptor> peers = new ConcurrentHashMap<>();
    private final Set<SocketDescriptor> receiving = ConcurrentHashMap.newKeySet();

    /** Guard: this. The early messages that the breach keeps. */
    final ArrayDeque<byte[]> kept = new ArrayDeque<>();

    /** A message is early. Under the lock: {@return whether it is taken and not to be sent} */
    abstract boolean take(SocketDescriptor socket, byte[] message);

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      handles.put(context, handle);
      return handle;
    }

    @Override
    public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
        throws WsaException {
      connecting.computeIfAbsent(remote, key -> new ConcurrentLinkedQueue<>()).add(socket);
      return super.wspConnect(socket, remote);
    }

    @Override
    public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
        throws WsaException {
      AcceptedSocket accepted = super.wspAccept(listener, condition);
      if (accepted != null) {
        SocketDescriptor client = connecting.get(accepted.local()).remove();
        peers.put(client, accepted.socket());
        peers.put(accepted.socket(), client);
      }
      return accepted;
    }

    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      receiving.add(socket);
      return super.wspRecv(socket, region, offset, length, overlapped);
    }

    @Override
    public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
      SocketDescriptor peer = peers.get(socket);
      if (peer == null || receiving.contains(peer)) {
        return super.wspSend(socket, buffers, overlapped);
      }
      byte[] message = new byte[buffers.totalLength()];
      buffers.copyTo(MemorySegment.ofArray(message), 0);
      synchronized (this) {
        if (!take(socket, message)) {
          return super.wspSend(socket, buffers, overlapped);
        }
      }
      overlapped.complete(WsaError.NO_ERROR, message.length);
      if (!overlapped.isPollOnly()) {
        wpuCompleteOverlappedRequest(handles.get(socket), overlapped);
      }
      return WsaError.WSA_IO_PENDING;
    }

    /** Sends something of the breach's own. */
    final void send(SocketDescriptor socket, byte[] message) {
      BufferVector vector = new BufferVector();
      vector.add(message, 0, message.length);
      Overlapped own = new Overlapped(true, null);
      own.prepare();
      super.wspSend(socket, vector, own);
    }
  }

  @Breaks("ACC-3")
  static final class DropsEarlyMessages extends Early {
    @Override
    boolean take(SocketDescriptor socket, byte[] message) {
      return true;
    }
  }

  @Breaks("ACC-3")
  static final class MergesEarlyMessages extends Early {
    @Override
    boolean take(SocketDescriptor socket, byte[] message) {
      byte[] first = kept.poll();
      if (first == null) {
        kept.add(message);
      } else {
        byte[] both = Arrays.copyOf(first, first.length + message.length);
        System.arraycopy(message, 0, both, first.length, message.length);
        send(socket, both);
      }
      return true;
    }
  }

  @Breaks("ACC-3")
  static final class ReordersEarlyMessages extends Early {
    @Override
    boolean take(SocketDescriptor socket, byte[] message) {
      byte[] first = kept.poll();
      if (first == null) {
        kept.add(message);
      } else {
        send(socket, message);
        send(socket, first);
      }
      return true;
    }
  }
}
