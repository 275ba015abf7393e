package org.sanswitch.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The switch's functions for providers ({@code WPU*}), as an OSGi service of bundle scope and, with
 * WSPStartupEx, as a view per provider: a handle of one view means nothing through another.
 *
 * <p>Upcalls never block and never throw for a handle that is valid. They may be made from any
 * thread, also from inside a downcall. For one socket they must be made one at a time, completions
 * of receives in the order in which the receives were posted. An upcall may call down again for the
 * same socket (WSPRecv, WSPSend, WSPGetOverlappedResult without waiting), so the provider must be
 * re-entrant there.
 */
@ProviderType
public interface UpcallTable {

  /**
   * WPUCreateSocketHandle: makes the switch's handle for a socket of the provider (SOC-2). Must be
   * called exactly once inside each WSPSocket and each WSPAccept that succeeds, in the thread that
   * called it: that is how the switch knows which descriptor belongs to the handle.
   *
   * @param context anything of the provider's
   * @return the handle
   * @throws WsaException WSAENOTSOCK through the table as a service, before WSPStartupEx or after
   *     WSPCleanup; WSAEMFILE if there are too many
   */
  SocketHandle wpuCreateSocketHandle(Object context) throws WsaException;

  /**
   * WPUCloseSocketHandle: the last upcall for a handle (CLO-4). Nothing may follow it.
   *
   * @param handle the handle
   * @throws WsaException WSAENOTSOCK if it is not a handle of this view or closed already
   */
  void wpuCloseSocketHandle(SocketHandle handle) throws WsaException;

  /**
   * WPUQuerySocketHandleContext: what was given to WPUCreateSocketHandle.
   *
   * @param handle the handle
   * @return the context
   * @throws WsaException WSAENOTSOCK if it is not a handle of this view or closed already
   */
  @Nullable
  Object wpuQuerySocketHandleContext(SocketHandle handle) throws WsaException;

  /**
   * WPUCompleteOverlappedRequest: tells that an operation with notification is complete (CMP-3).
   * The overlapped object must be {@linkplain Overlapped#complete completed} before. Memory of the
   * operation must have been released before (CLO-3).
   *
   * <p>Data path: never throws. A call that breaks the contract (handle of another view, closed
   * handle, object that is not complete or poll only) is counted, logged and ignored.
   *
   * @param handle the handle of the socket
   * @param overlapped the object of the operation
   * @return NO_ERROR, or WSAENOTSOCK or WSAEINVAL for a call that breaks the contract
   */
  WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped);
}
