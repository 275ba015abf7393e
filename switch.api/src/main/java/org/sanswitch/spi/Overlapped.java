package org.sanswitch.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One overlapped operation (WSAOVERLAPPED): made and reused by the switch, completed by the
 * provider.
 *
 * <p>Life of a use: the switch calls {@link #prepare()} and passes the object down; the provider
 * calls {@link #complete} exactly once; only then may the switch prepare it again. Completion is
 * published with release semantics and read with acquire semantics, so that what the provider wrote
 * before it (received data) is visible to whoever sees it complete.
 */
public final class Overlapped {

  private static final VarHandle STATUS;

  static {
    try {
      STATUS = MethodHandles.lookup().findVarHandle(Overlapped.class, "status", WsaError.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final boolean pollOnly;
  private final @Nullable Object context;

  /** Guard: written by whoever owns the operation, published through {@link #STATUS}. */
  private int bytes;

  /** Guard: {@link #STATUS}, acquire and release. */
  private WsaError status = WsaError.NO_ERROR;

  /** Guard: written by the provider between WSPSend/WSPRecv and the completion only. */
  private long providerValue;

  /**
   * Makes an operation that is complete, so that it can be prepared.
   *
   * @param pollOnly the low bit of hEvent: true = the provider must not notify, the switch polls
   *     with WSPGetOverlappedResult (CMP-2); false = the provider must call
   *     WPUCompleteOverlappedRequest exactly once (CMP-3)
   * @param context anything of the switch's; the provider must not look at it
   */
  public Overlapped(boolean pollOnly, @Nullable Object context) {
    this.pollOnly = pollOnly;
    this.context = context;
  }

  /** {@return whether the provider must not notify (CMP-2)} */
  public boolean isPollOnly() {
    return pollOnly;
  }

  /** {@return what the switch gave to the constructor} */
  public @Nullable Object context() {
    return context;
  }

  /**
   * Makes it pending. Called by the switch only.
   *
   * @throws IllegalStateException if it is pending already
   */
  public void prepare() {
    if (!isComplete()) {
      throw new IllegalStateException("the overlapped operation is pending");
    }
    bytes = 0;
    STATUS.setRelease(this, WsaError.WSA_IO_PENDING);
  }

  /**
   * Completes it. Called by the provider only, after all memory that the operation needed was
   * released (CLO-3) and before WPUCompleteOverlappedRequest for it (CMP-3).
   *
   * @param result anything but WSA_IO_PENDING and WSA_IO_INCOMPLETE
   * @param transferred number of bytes that were transferred
   */
  public void complete(WsaError result, int transferred) {
    bytes = transferred;
    STATUS.setRelease(this, result);
  }

  /** {@return whether it is complete} */
  public boolean isComplete() {
    return status() != WsaError.WSA_IO_PENDING;
  }

  /** {@return WSA_IO_PENDING, or how it completed} */
  public WsaError status() {
    return (WsaError) STATUS.getAcquire(this);
  }

  /** {@return number of bytes transferred; meaningful once it is complete} */
  public int bytes() {
    return bytes;
  }

  /** {@return what the provider keeps here while the operation is pending (Internal)} */
  public long providerValue() {
    return providerValue;
  }

  /**
   * Keeps a value of the provider's while the operation is pending (Internal).
   *
   * @param value anything
   */
  public void providerValue(long value) {
    providerValue = value;
  }
}
