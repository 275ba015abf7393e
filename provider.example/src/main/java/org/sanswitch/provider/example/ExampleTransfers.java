package org.sanswitch.provider.example;

import java.util.ArrayDeque;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.QueuePair.Access;

/**
 * The operations of one queue pair that are under way, and the messages that have arrived for it.
 * Guard of everything: the adapter's lock.
 *
 * <p>Messages, RDMA writes and RDMA reads are one queue, so that they take effect and complete in the
 * order in which they were posted. A message waits at the receiver for a receive, up to a bound
 * (ACC-3); the next ones wait here, where they were sent, with their memory in use.
 */
final class ExampleTransfers {

  /** Messages that wait at a receiver which has no receive posted. */
  private static final int MAX_ARRIVED = 4;

  /** What this end wants of the other. */
  private sealed interface Transfer {
    long id();

    ExamplePayload local();
  }

  private record Send(long id, ExamplePayload local) implements Transfer {}

  private record Rdma(
      long id, ExamplePayload local, Access access, byte[] remote, long offset)
      implements
        Transfer {}

  private record Receive(long id, ExampleRegion region, long offset, int length) {}

  private final ExampleCompletionQueue completions;
  private final ExampleMemory memory;
  private final ArrayDeque<Transfer> transfers = new ArrayDeque<>();
  private final ArrayDeque<Receive> receives = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();

  /** Posted and not polled: what fills a queue is what its owner has not taken out of it. */
  private int transfersUnderWay;

  /** Posted and not polled. */
  private int receivesUnderWay;

  ExampleTransfers(ExampleCompletionQueue completions, ExampleMemory memory) {
    this.completions = completions;
    this.memory = memory;
  }

  int transfersUnderWay() {
    return transfersUnderWay;
  }

  int receivesUnderWay() {
    return receivesUnderWay;
  }

  boolean hasArrived() {
    return !arrived.isEmpty();
  }

  void addSend(long id, ExamplePayload local) {
    add(new Send(id, local));
  }

  void addRdma(long id, ExamplePayload local, Access access, byte[] remote, long offset) {
    add(new Rdma(id, local, access, remote.clone(), offset));
  }

  private void add(Transfer transfer) {
    transfersUnderWay++;
    transfers.add(transfer);
  }

  void addReceive(long id, ExampleRegion region, long offset, int length) {
    region.use();
    receivesUnderWay++;
    receives.add(new Receive(id, region, offset, length));
    deliver();
  }

  /** Does what can be done towards the peer, in order. */
  void moveTo(ExampleTransfers peer) {
    while (!transfers.isEmpty()
        && (transfers.element() instanceof Rdma || peer.arrived.size() < MAX_ARRIVED)) {
      switch (transfers.remove()) {
        case Send send -> move(send, peer);
        case Rdma rdma -> complete(rdma, reach(rdma, peer.memory));
      }
    }
  }

  private void move(Send send, ExampleTransfers peer) {
    byte[] message = send.local.read();
    if (message == null) {
      complete(send, AdapterError.ADAPTER_FAILED);
      return;
    }
    complete(send, AdapterError.OK);
    peer.arrived.add(message);
    peer.deliver();
  }

  /** What the peer's key stands for is looked up and checked now, not when it was posted (MEM-2). */
  private static AdapterError reach(Rdma rdma, ExampleMemory peer) {
    int length = rdma.local.length();
    ExampleRegion region = peer.findRemote(rdma.remote, rdma.offset, length, rdma.access);
    if (region == null) {
      return AdapterError.REMOTE_ACCESS;
    }
    if (rdma.access == Access.REMOTE_WRITE) {
      byte[] bytes = rdma.local.read();
      if (bytes == null) {
        return AdapterError.ADAPTER_FAILED;
      }
      return region.write(rdma.offset, bytes, 0, length)
          ? AdapterError.OK
          : AdapterError.REMOTE_ACCESS;
    }
    byte[] bytes = new byte[length];
    if (!region.read(rdma.offset, bytes, 0, length)) {
      return AdapterError.REMOTE_ACCESS;
    }
    return rdma.local.write(bytes) ? AdapterError.OK : AdapterError.ADAPTER_FAILED;
  }

  /** Gives what has arrived to the receives that are posted: the oldest to the oldest. */
  private void deliver() {
    while (!arrived.isEmpty() && !receives.isEmpty()) {
      byte[] message = arrived.remove();
      Receive receive = receives.remove();
      if (message.length > receive.length) {
        complete(receive, AdapterError.MESSAGE_SIZE, 0);
      } else if (receive.region.write(receive.offset, message, 0, message.length)) {
        complete(receive, AdapterError.OK, message.length);
      } else {
        complete(receive, AdapterError.ADAPTER_FAILED, 0);
      }
    }
  }

  /** Completes everything that is under way, so that nothing is left out and nothing comes twice. */
  void flush(AdapterError error) {
    while (!transfers.isEmpty()) {
      complete(transfers.remove(), error);
    }
    while (!receives.isEmpty()) {
      complete(receives.remove(), error, 0);
    }
  }

  private void complete(Transfer transfer, AdapterError error) {
    int bytes = error == AdapterError.OK ? transfer.local().length() : 0;
    completions.add(transfer.id(), error, bytes, () -> {
      transfer.local().release();
      transfersUnderWay--;
    });
  }

  private void complete(Receive receive, AdapterError error, int bytes) {
    completions.add(receive.id, error, bytes, () -> {
      receive.region.unuse();
      receivesUnderWay--;
    });
  }
}
