package org.sanswitch.impl.session;

import java.io.IOException;
import org.sanswitch.api.EndReason;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** What calls of the switch become in the mutants of sessions and blocking calls. */
public final class SessionChanges {

  private SessionChanges() {}

  /** Cancels by a function that is none for cancelling, and closes then. */
  public static void deselectAndClose(WspProcedureTable table, SocketDescriptor socket)
      throws WsaException {
    table.wspEventSelect(socket, null);
    table.wspCloseSocket(socket);
  }

  /** Asks the provider for events where the session knows the answer. */
  public static WsaError selectAndLook(WspProcedureTable table, SocketDescriptor socket,
      Overlapped overlapped, long nanos) throws WsaException {
    if (nanos == WspProcedureTable.NOTIFY) {
      table.wspEventSelect(socket, null);
    }
    return table.wspGetOverlappedResult(socket, overlapped, nanos);
  }

  /** A point in time that never comes. */
  public static long never() {
    return Long.MAX_VALUE / 2;
  }

  /** More than any receive that a peer posts. */
  public static int unlimited() {
    return 65_535;
  }

  /** Takes every channel for open. */
  public static boolean yes() {
    return true;
  }

  /** Gives the connection up where only the time of a read is over. */
  public static boolean awaitOrReset(SanStream stream, long nanos) {
    boolean ready = stream.awaitReadable(nanos);
    if (!ready) {
      stream.reset(EndReason.CANCELLED);
    }
    return ready;
  }

  /** Leaves a read behind that is made when something comes, whether its call has ended or not. */
  public static int readSometime(SanStream stream, byte[] target, int offset, int length)
      throws IOException {
    int now = stream.tryRead(target, offset, length);
    if (now == 0) {
      stream.readinessListener(() -> readLate(stream, target, offset, length));
    }
    return now;
  }

  private static void readLate(SanStream stream, byte[] target, int offset, int length) {
    try {
      stream.tryRead(target, offset, length);
    } catch (IOException e) {
      // The stream has ended, and nothing more is read.
    }
  }

  /** A close that fails. */
  public static void refuseToClose() {
    throw new IllegalStateException("mutant: it cannot be closed");
  }

  /** Does not drain. */
  static void tear(CloseProcedure closing) {
    closing.tear();
  }
}
