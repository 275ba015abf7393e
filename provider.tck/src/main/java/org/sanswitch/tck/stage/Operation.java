package org.sanswitch.tck.stage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/** One overlapped operation of the kit, used once. */
public final class Operation {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** What is done. */
  public enum Kind {
    /** WSPSend. */
    SEND,
    /** WSPRecv. */
    RECEIVE,
    /** WSPRdmaWrite. */
    WRITE,
    /** WSPRdmaRead. */
    READ
  }

  private final Kind kind;
  private final Handle handle;
  private final Overlapped overlapped;
  private final @Nullable MemoryRegion region;
  private final int number = NUMBERS.incrementAndGet();
  private final AtomicInteger notifications = new AtomicInteger();

  /** Guard: volatile. Between the downcall that starts it and a refusal. */
  private volatile boolean posted;

  /** Guard: volatile. Runs inside the upcall. */
  private volatile Consumer<Operation> inUpcall = done -> {};

  Operation(Kind kind, Handle handle, boolean pollOnly, @Nullable MemoryRegion region) {
    this.kind = kind;
    this.handle = handle;
    this.overlapped = new Overlapped(pollOnly, this);
    this.region = region;
    overlapped.prepare();
  }

  /** {@return what is done} */
  public Kind kind() {
    return kind;
  }

  /** {@return the object that was passed down} */
  public Overlapped overlapped() {
    return overlapped;
  }

  /** {@return how it completed, or WSA_IO_PENDING} */
  public WsaError status() {
    return overlapped.status();
  }

  /** {@return whether it is complete, and was notified where that was asked for} */
  public boolean isFinished() {
    return overlapped.isComplete() && (overlapped.isPollOnly() || notifications.get() > 0);
  }

  /** {@return how often WPUCompleteOverlappedRequest was called for it} */
  public int notifications() {
    return notifications.get();
  }

  /** {@return the memory of the operation} */
  public MemoryRegion region() {
    if (region == null) {
      throw new IllegalStateException(this + " has no memory of its own");
    }
    return region;
  }

  /** {@return what was received} */
  public byte[] received() {
    MemorySegment memory = region().segment();
    return memory.asSlice(0, Math.min(overlapped.bytes(), memory.byteSize()))
      .toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * Says what to do inside the upcall. To be said before the operation is started.
   *
   * @param action gets this operation
   */
  public void inUpcall(Consumer<Operation> action) {
    inUpcall = action;
  }

  int number() {
    return number;
  }

  Handle handle() {
    return handle;
  }

  boolean isPosted() {
    return posted;
  }

  void setPosted(boolean now) {
    posted = now;
  }

  /** {@return whether this is the first notification} */
  boolean noteUpcall() {
    return notifications.incrementAndGet() == 1;
  }

  void runInUpcall() {
    inUpcall.accept(this);
  }

  @Override
  public String toString() {
    return "op" + number + " " + kind.name().toLowerCase(java.util.Locale.ROOT)
        + (overlapped.isPollOnly() ? " (poll only) " : " ") + status()
        + (overlapped.isComplete() ? " " + overlapped.bytes() + " bytes" : "");
  }
}
