package org.sanswitch.impl.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.ProviderPort;

/** A session as those see it that use the connection: hands each call to the part that does it. */
final class SessionStream implements SanStream {

  private final Session session;
  private final SessionPlace place;
  private final Transfers transfers;
  private final UrgentData urgent;
  private final KeepAlive keepAlive;
  private final Settlement settlement;
  private final Lifecycle life;
  private final ReadPath reader;
  private final SendPath sender;
  private final Waiters waiters;
  private final CloseProcedure closing;

  /** Everything that it takes from the session has been made before. */
  SessionStream(Session session, SessionPlace place, Transfers transfers, UrgentData urgent,
      KeepAlive keepAlive, Settlement settlement) {
    this.session = session;
    this.place = place;
    this.transfers = transfers;
    this.urgent = urgent;
    this.keepAlive = keepAlive;
    this.settlement = settlement;
    life = session.life();
    reader = session.reader();
    sender = session.sender();
    waiters = session.waiters();
    closing = session.closing();
  }

  Session session() {
    return session;
  }

  // What it is.

  @Override
  public long id() {
    return place.id();
  }

  @Override
  public InetSocketAddress local() {
    return place.local();
  }

  @Override
  public InetSocketAddress remote() {
    return place.remote();
  }

  @Override
  public Route route() {
    return place.route();
  }

  @Override
  public ProviderPort port() {
    return session.port();
  }

  @Override
  public @Nullable EndReason endReason() {
    return life.endReason();
  }

  @Override
  public String endDetail() {
    Lifecycle.End end = life.end();
    return end == null ? "" : end.detail();
  }

  // Data.

  @Override
  public int tryRead(byte[] target, int offset, int length) throws IOException {
    return transfers.read(target, null, offset, length);
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    return transfers.read(target);
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) throws IOException {
    return transfers.write(source, offset, length);
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    return transfers.write(source);
  }

  @Override
  public int largeFrom() {
    return sender.largeFrom();
  }

  @Override
  public int readAwaited(ByteBuffer target) throws IOException {
    return transfers.readAwaited(target);
  }

  @Override
  public int writeAwaited(ByteBuffer source) throws IOException {
    return transfers.writeAwaited(source);
  }

  @Override
  public void settleRead() {
    LargeReceives large = reader.large();
    if (large == null) {
      return;
    }
    if (!reader.withdraw(large)) {
      settlement.await(
          () -> large.direct().state() != DirectRead.State.UNDER_WAY || reader.isCut()
              || life.isTorn(),
          large.direct()::release,
          large.direct().buffer());
    }
    // Also where the transfer has come: a close that has seen it under way has left the rest to this call.
    closing.decide();
  }

  @Override
  public void settleWrite() {
    LargeSends large = sender.large();
    if (large == null || !large.isDirect()) {
      return;
    }
    settlement.await(
        () -> large.isDirectDone() || life.isTorn() || life.isSendBroken()
            || life.isPeerClosed(),
        large::releaseDirect,
        large.buffer());
    large.forgetDirect();
  }

  @Override
  public int available() {
    return transfers.available();
  }

  @Override
  public void sendUrgent(int data) throws IOException {
    transfers.writeUrgent((byte) data);
  }

  @Override
  public void urgentInline(boolean inline) {
    urgent.inline(inline);
    waiters.wakeAll();
  }

  // Waiting.

  @Override
  public boolean awaitReadable(long nanos) {
    return waiters.await(waiters.reader(), nanos);
  }

  @Override
  public boolean awaitWritable(long nanos) {
    return waiters.await(waiters.writer(), nanos);
  }

  @Override
  public void wakeReader() {
    waiters.wake(waiters.reader());
  }

  @Override
  public void wakeWriter() {
    waiters.wake(waiters.writer());
  }

  @Override
  public boolean isReadable() {
    return transfers.isReadable();
  }

  @Override
  public boolean isWritable() {
    boolean writable = transfers.isWritable();
    if (!writable) {
      session.watchSends();
    }
    return writable;
  }

  @Override
  public void readinessListener(@Nullable Runnable listener) {
    transfers.readinessListener(listener);
    session.watchSends();
  }

  @Override
  public void watcher(@Nullable Watcher watcher) {
    transfers.watcher(watcher);
    session.watchSends();
  }

  @Override
  public void look(boolean notify) {
    transfers.look(notify);
    session.watchSends();
  }

  @Override
  public void sendBuffer(int bytes) {
    sender.outboxLimit(bytes);
    session.roomCame();
  }

  @Override
  public boolean isKnownReadable() {
    return reader.canRead();
  }

  @Override
  public boolean isKnownWritable() {
    return sender.canWrite();
  }

  @Override
  public void keepAlive(boolean on, int idleSeconds, int intervalSeconds, int count) {
    keepAlive.set(on, idleSeconds, intervalSeconds, count);
  }

  // The end.

  @Override
  public void shutdownInput() {
    life.shutInput();
    reader.discard();
    waiters.wakeAll();
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (life.isOutputShut()) {
      return;
    }
    if (life.isTorn() || life.isSendBroken()) {
      life.checkWritable();
    }
    life.shutOutput();
    sender.ask(SendPath.SHUTDOWN);
    waiters.wakeAll();
  }

  @Override
  public void close() {
    closing.close();
  }

  @Override
  public boolean awaitClosed(long nanos) {
    return closing.awaitClosed(nanos);
  }

  @Override
  public void reset(EndReason reason) {
    session.reset(reason);
  }
}
