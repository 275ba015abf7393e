package org.sanswitch.provider.verbs;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sanswitch.hal.AdapterError;

/**
 * Turns what the device completes into what the caller is told. Guard of everything: the lock of the
 * completion queue.
 */
final class Completions {

  private static final System.Logger LOG = System.getLogger(Completions.class.getName());

  private static final int BATCH = 16;
  private static final int KIND_BITS = 2;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;

  /** What hears that the connection cannot go on. */
  @FunctionalInterface
  interface Broken {
    /** Takes the error, in words. */
    void tell(AdapterError error, String text);
  }

  private final VerbsLibrary verbs;
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final Ending ending;
  private final Broken broken;
  private final CompletionRing ring;
  private final MemorySegment entries =
      Arena.ofAuto().allocate((long) BATCH * VerbsLayout.WC_BYTES, Long.BYTES);

  Completions(
      VerbsLibrary verbs, SendQueue sends, ReceiveQueue receives, Ending ending, Broken broken) {
    this.verbs = verbs;
    this.sends = sends;
    this.receives = receives;
    this.ending = ending;
    this.broken = broken;
    this.ring =
        new CompletionRing(sends.work().capacity() + receives.work().capacity());
  }

  /** {@return what a request is posted with} */
  static long requestId(long sequence, int kind) {
    return sequence << KIND_BITS | kind;
  }

  CompletionRing ring() {
    return ring;
  }

  /** Takes everything that the device has. {@return number of its entries} */
  int fill(long queue) {
    int all = 0;
    int count;
    do {
      count = verbs.poll(queue, BATCH, entries.address());
      for (int i = 0; i < count; i++) {
        take(entries.address() + (long) i * VerbsLayout.WC_BYTES);
      }
      all += Math.max(count, 0);
    } while (count == BATCH);
    return all;
  }

  private void take(long entry) {
    long id = Raw.getLong(entry + VerbsLayout.WC_ID);
    int status = Raw.getInt(entry + VerbsLayout.WC_STATUS);
    long sequence = id >>> KIND_BITS;
    switch ((int) id & KIND_MASK) {
      case SendQueue.KIND_SEND ->
        complete(sends.work(), sequence, status, false, lengthOf(sends.work(), sequence));
      case ReceiveQueue.KIND_RECEIVE ->
        complete(
            receives.work(), sequence, status, true, Raw.getInt(entry + VerbsLayout.WC_LENGTH));
      case SendQueue.KIND_MARKER -> {
        if (status == ErrorTables.SUCCESS) {
          finishUpTo(sends.work(), sequence);
        }
        sends.markerDone();
      }
      default -> LOG.log(Level.WARNING, "a completion of nothing: {0}", id);
    }
    if (status != ErrorTables.SUCCESS) {
      failed(status, (int) id & KIND_MASK, entry);
    }
  }

  private static int lengthOf(WorkQueue work, long sequence) {
    return work.isUnderWay(sequence) ? work.length(sequence) : 0;
  }

  private void complete(WorkQueue work, long sequence, int status, boolean receive, int bytes) {
    if (!work.isUnderWay(sequence)) {
      LOG.log(Level.WARNING, "completion {0} of {1} to {2}", sequence, work.done(), work.posted());
      return;
    }
    // What has not asked, and has no error of its own, was done before this.
    finishUpTo(work, sequence);
    AdapterError error = ErrorTables.ofCompletion(status, receive, ending.flush());
    ring.add(work, work.id(work.finish()), error, error == AdapterError.OK ? bytes : 0);
  }

  private void finishUpTo(WorkQueue work, long sequence) {
    while (work.done() < sequence && work.isUnderWay()) {
      long done = work.finish();
      ring.add(work, work.id(done), AdapterError.OK, work.length(done));
    }
  }

  private void failed(int status, int kind, long entry) {
    if (status == ErrorTables.FLUSHED && ending.isOver()) {
      return;
    }
    AdapterError error =
        ErrorTables.ofCompletion(status, kind == ReceiveQueue.KIND_RECEIVE, ending.flush());
    broken.tell(
        error,
        (kind == ReceiveQueue.KIND_RECEIVE ? "receive: " : "send: ")
            + ErrorTables.statusText(status) + ", vendor error "
            + Raw.getInt(entry + VerbsLayout.WC_VENDOR_ERROR));
  }

  /** The device has no queue pair any more: what is under way ends here. */
  void flush() {
    AdapterError error = ending.flush();
    flush(sends.work(), error);
    flush(receives.work(), error);
  }

  private void flush(WorkQueue work, AdapterError error) {
    while (work.isUnderWay()) {
      ring.add(work, work.id(work.finish()), error, 0);
    }
  }
}
