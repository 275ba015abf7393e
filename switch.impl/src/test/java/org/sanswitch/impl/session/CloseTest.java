package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;

/** How sessions end, and what the application is told (CLO-1 to CLO-9, SES-9). */
class CloseTest {

  private static final byte[] HELLO = {1, 2, 3, 4, 5};

  private static Pair pair() {
    return Pair.byHand(FakeFabric.Limits.WIDE);
  }

  private static void write(SanStream stream) throws IOException {
    assertEquals(5, stream.tryWrite(HELLO, 0, 5));
  }

  private static String readError(SanStream stream) {
    return assertThrows(SocketException.class, () -> stream.tryRead(new byte[1], 0, 1))
      .getMessage();
  }

  private static String writeError(SanStream stream) {
    return assertThrows(SocketException.class, () -> stream.tryWrite(HELLO, 0, 5)).getMessage();
  }

  private static void settleLong(Pair pair) {
    for (int i = 0; i < 5; i++) {
      pair.pass(5_000_000);
    }
  }

  /** CLO-7: what was written arrives before the end of the stream. */
  @Test
  @Rules("CLO-7")
  void gracefulCloseDeliversEverythingThenTheEndOfTheStream() throws IOException {
    for (FakeFabric.Limits limits : List.of(FakeFabric.Limits.WIDE, FakeFabric.Limits.STAGED,
        FakeFabric.Limits.NARROW)) {
      try (Pair pair = Pair.byHand(limits)) {
        pair.fabric.manual = true;
        write(pair.a);
        write(pair.a);
        pair.a.close();
        pair.a.close();
        pair.fabric.manual = false;
        settleLong(pair);
        assertEquals(10, Pair.readAll(pair.b).length);
        assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
        assertEquals(EndReason.CLOSED, pair.a.endReason());
        assertNull(pair.b.endReason());
        assertEquals("Broken pipe", writeError(pair.b));
        pair.b.close();
        settleLong(pair);
        assertEquals(EndReason.CLOSED, pair.b.endReason());
        assertEquals(1, pair.fabric.a.closes);
        assertEquals(1, pair.fabric.b.closes);
        assertEquals(0, pair.fabric.b.memory.count());
      }
    }
  }

  /** CLO-7: the background part waits for credits, and then goes on by itself. */
  @Test
  @Rules("CLO-7")
  void gracefulCloseWaitsForCreditsForWhatIsJoined() throws IOException {
    try (Pair pair = pair()) {
      while (pair.a.tryWrite(HELLO, 0, 5) > 0) {
        // fills all credits and the joined frame
      }
      long sent = pair.counterOfA.sent;
      pair.a.close();
      pair.settle();
      assertNull(pair.a.endReason());
      assertEquals("CLOSING", pair.tableOfA.status().get(0).state());
      long read = Pair.readAll(pair.b).length;
      settleLong(pair);
      read += Pair.readAll(pair.b).length;
      assertEquals(sent, read);
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      assertEquals(EndReason.CLOSED, pair.a.endReason());
    }
  }

  /** The peer has the last word before its send returns, closes, and so ends the connection. */
  @Test
  @Rules("CLO-7")
  void gracefulCloseIsOneAlsoIfThePeerClosesBeforeTheSendOfTheLastWordReturns()
      throws IOException {
    try (Pair pair = pair()) {
      pair.a.shutdownOutput();
      pair.settle();
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      pair.fabric.b.afterSend = () -> {
        pair.fabric.b.afterSend = () -> {};
        assertTrue(pair.fabric.a.drain());
        pair.a.close();
        pair.settle();
      };
      pair.b.close();
      settleLong(pair);
      assertEquals(EndReason.CLOSED, pair.a.endReason());
      assertEquals(EndReason.CLOSED, pair.b.endReason(), pair.b.endDetail());
    }
  }

  @Test
  @Rules({"BLK-7", "CLO-7"})
  void gracefulCloseIsBounded() throws IOException {
    try (Pair pair = pair()) {
      while (pair.a.tryWrite(HELLO, 0, 5) > 0) {
        // fills all credits and the joined frame
      }
      pair.a.close();
      pair.pass(SessionSettings.DEFAULTS.closeNanos() + 1);
      settleLong(pair);
      assertEquals(EndReason.CLOSE_TIMEOUT, pair.a.endReason());
      int underWay = 17 * 5 + 15 * 8_176 - 15;
      assertEquals(
          underWay + " bytes not acknowledged, 8176 not sent 60000 ms after the close",
          pair.a.endDetail());
      Pair.drain(pair.b);
      assertEquals("Connection reset", readError(pair.b));
      assertEquals(EndReason.RESET_BY_PEER, pair.b.endReason());
      assertTrue(pair.b.endDetail().contains("CLOSE_TIMEOUT"), pair.b.endDetail());
    }
  }

  @Test
  void closeWithUnreadDataResetsThePeer() throws IOException {
    try (Pair pair = pair()) {
      write(pair.a);
      pair.b.close();
      settleLong(pair);
      assertEquals(EndReason.RESET_LOCALLY, pair.b.endReason());
      assertEquals("closed with 5 bytes unread", pair.b.endDetail());
      assertEquals("Connection reset", readError(pair.a));
      assertEquals("Connection reset", writeError(pair.a));
      assertEquals(EndReason.RESET_BY_PEER, pair.a.endReason());
      assertEquals(
          "the peer says RESET_LOCALLY: closed with 5 bytes unread", pair.a.endDetail());
    }
  }

  @Test
  void dataAfterCloseResetsThePeer() throws IOException {
    try (Pair pair = pair()) {
      pair.fabric.manual = true;
      write(pair.b);
      pair.fabric.a.refuseSends = 100;
      pair.a.close();
      pair.fabric.manual = false;
      settleLong(pair);
      assertEquals(EndReason.RESET_LOCALLY, pair.a.endReason());
    }
  }

  /** MEM-4: what no pending transfer uses is handed back before the close, the rest by the provider. */
  @Test
  @Rules("MEM-4")
  void memoryThatTheProviderHasDoneWithIsHandedBackBeforeTheClose() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.fabric.b.die();
      pair.settle();
      pair.a.close();
      settleLong(pair);
      assertEquals(0, pair.fabric.a.registeredAtClose, "no receive is pending");
    }
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.a.close();
      settleLong(pair);
      assertEquals(1, pair.fabric.a.registeredAtClose, "receives are pending, sends are not");
    }
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.fabric.manual = true;
      write(pair.a);
      pair.a.reset(EndReason.RESET_LOCALLY);
      assertEquals(2, pair.fabric.a.registeredAtClose, "sends are pending too");
    }
  }

  /** CLO-9: nothing of ours was lost, so the stream ends where the data ended. */
  @Test
  @Rules("CLO-9")
  void peerThatDiesGivesTheEndOfTheStreamWhereAllWasAcknowledged() throws IOException {
    try (Pair pair = pair()) {
      write(pair.b);
      assertEquals(5, Pair.readAll(pair.a).length);
      write(pair.a);
      write(pair.a);
      pair.settle();
      pair.fabric.a.die();
      pair.settle();
      assertEquals(10, Pair.drain(pair.b));
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      assertEquals(EndReason.PEER_DIED, pair.b.endReason());
      assertFalse(pair.fabric.b.isClosed(), "CLO-5");
      pair.b.close();
      settleLong(pair);
      assertTrue(pair.fabric.b.isHandleClosed());
    }
  }

  /** CLO-7: who has said its last word and loses the connection then, was closed, not left. */
  @Test
  @Rules("CLO-7")
  void connectionThatGoesAfterTheOwnLastWordWasClosedInGoodOrder() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      write(pair.a);
      assertEquals(5, pair.b.tryRead(new byte[5], 0, 5));
      pair.fabric.manual = true;
      pair.a.close();
      assertNull(pair.a.endReason(), "its sends are under way");
      pair.fabric.b.die();
      pair.fabric.manual = false;
      settleLong(pair);
      assertEquals(EndReason.CLOSED, pair.a.endReason());
      assertTrue(pair.fabric.a.isHandleClosed());
    }
  }

  /** CLO-7: a close whose data the provider gave up was not graceful. */
  @Test
  void connectionThatGoesWithDataUnderWayWasNotClosedInGoodOrder() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.fabric.manual = true;
      write(pair.a);
      pair.a.close();
      pair.fabric.b.die();
      pair.fabric.a.failSends(WsaError.WSAECONNRESET);
      pair.fabric.manual = false;
      settleLong(pair);
      assertEquals(EndReason.PEER_DIED, pair.a.endReason());
      assertTrue(pair.a.endDetail().contains("5 bytes not acknowledged"), pair.a.endDetail());
    }
  }

  /** CLO-9: what had arrived is read first, then the reset. */
  @Test
  @Rules("CLO-9")
  void peerThatDiesGivesAResetWhereDataTowardsItMayBeLost() throws IOException {
    try (Pair pair = pair()) {
      write(pair.b);
      write(pair.a);
      pair.fabric.a.die();
      pair.settle();
      byte[] five = new byte[5];
      assertEquals(5, pair.b.tryRead(five, 0, 5));
      assertEquals("Connection reset", readError(pair.b));
      assertEquals(
          "WSAECONNRESET after 5 bytes; of 5 bytes sent 5 not acknowledged, 0 waiting",
          pair.b.endDetail());
    }
  }

  @Test
  @Rules("CLO-9")
  void peerThatDiesAfterItsShutdownGivesTheEndOfTheStream() throws IOException {
    try (Pair pair = pair()) {
      write(pair.b);
      pair.a.shutdownOutput();
      pair.settle();
      pair.fabric.a.die();
      pair.settle();
      assertEquals(-1, pair.b.tryRead(new byte[5], 0, 5));
      assertEquals("Broken pipe", writeError(pair.b));
    }
  }

  /** SES-9. */
  @Test
  @Rules("SES-9")
  void halfCloseLeavesTheOtherDirectionOpen() throws IOException {
    try (Pair pair = pair()) {
      write(pair.a);
      pair.a.shutdownOutput();
      pair.a.shutdownOutput();
      assertEquals("Socket output is shutdown", writeError(pair.a));
      assertEquals(5, pair.b.tryRead(new byte[9], 0, 9));
      assertEquals(-1, pair.b.tryRead(new byte[9], 0, 9));
      write(pair.b);
      assertEquals(5, pair.a.tryRead(new byte[9], 0, 9));
      pair.b.shutdownOutput();
      assertEquals(-1, pair.a.tryRead(new byte[9], 0, 9));
      pair.a.close();
      pair.b.close();
      settleLong(pair);
      assertEquals(EndReason.CLOSED, pair.a.endReason());
      assertEquals(EndReason.CLOSED, pair.b.endReason());
    }
  }

  @Test
  @Rules("SES-9")
  void inputThatIsShutDownDiscardsAndGivesCreditsBack() throws IOException {
    try (Pair pair = pair()) {
      write(pair.a);
      pair.b.shutdownInput();
      assertEquals(-1, pair.b.tryRead(new byte[1], 0, 1));
      assertEquals(0, pair.b.available());
      byte[] block = new byte[8_176];
      for (int i = 0; i < 200; i++) {
        assertEquals(block.length, pair.a.tryWrite(block, 0, block.length));
        pair.settle();
      }
      write(pair.b);
      assertEquals(5, pair.a.tryRead(new byte[9], 0, 9));
      pair.b.close();
      settleLong(pair);
      assertEquals(EndReason.CLOSED, pair.b.endReason());
    }
  }

  @Test
  void resetTellsThePeerAndEndsBothEnds() throws IOException {
    try (Pair pair = pair()) {
      pair.a.reset(EndReason.CANCELLED);
      assertEquals("Connection reset", readError(pair.a));
      pair.settle();
      assertEquals("Connection reset", readError(pair.b));
      assertEquals("the peer says CANCELLED: ", pair.b.endDetail());
      pair.a.close();
      pair.b.reset(EndReason.RESET_LOCALLY);
      pair.settle();
      assertTrue(pair.fabric.b.isHandleClosed());
    }
  }

  @Test
  void closedStreamRefusesEverything() throws IOException {
    try (Pair pair = pair()) {
      pair.a.close();
      pair.settle();
      assertEquals("Socket closed", readError(pair.a));
      assertEquals("Socket closed", writeError(pair.a));
      assertEquals(0, pair.a.available());
      assertTrue(pair.a.awaitClosed(0));
    }
  }

  /** SO_LINGER: what is not taken in time is reset. */
  @Test
  void lingerResetsWhatIsNotTaken() throws IOException {
    try (Pair pair = pair()) {
      while (pair.a.tryWrite(HELLO, 0, 5) > 0) {
        // fills all credits and the joined frame
      }
      pair.a.close();
      assertFalse(pair.a.awaitClosed(1_000_000));
      assertEquals("the time to linger is over", pair.a.endDetail());
    }
  }

  /** INI-7, CLO-4. */
  @Test
  void providerThatLeavesHasItsSessionsResetAndItsHandlesClosed() {
    try (Pair pair = pair()) {
      pair.fabric.a.closesInline = true;
      assertEquals(0, pair.tableOfA.endAllOn(pair.fabric.b.port, EndReason.PROVIDER_GONE, 0));
      assertNull(pair.a.endReason());
      assertEquals(0, pair.tableOfA.endAllOn(pair.fabric.a.port, EndReason.PROVIDER_GONE, 0));
      assertEquals(EndReason.PROVIDER_GONE, pair.a.endReason());
      assertEquals(1, pair.tableOfB.endAllOn(pair.fabric.b.port, EndReason.PROVIDER_GONE, 1));
      pair.settle();
      assertEquals(List.of(), pair.tableOfB.status());
    }
  }

  @Test
  void exceptionOutOfTheProviderEndsThisSessionOnly() throws IOException {
    try (Pair pair = pair();
        Pair other = pair()) {
      pair.fabric.a.toThrow = new IllegalStateException("boom");
      assertEquals("Connection reset", writeError(pair.a));
      settleLong(pair);
      assertEquals(EndReason.PROVIDER_FAILED, pair.a.endReason());
      assertEquals("WSPSend threw java.lang.IllegalStateException: boom", pair.a.endDetail());
      assertEquals(1, pair.fabric.a.closes);
      write(other.a);
      assertEquals(5, Pair.readAll(other.b).length);
    }
  }

  @Test
  void errorsOfTheProviderEndTheSessionWithTheirName() throws IOException {
    for (WsaError error : List.of(WsaError.WSAEINVAL, WsaError.WSAENOTSOCK)) {
      try (Pair pair = pair()) {
        pair.fabric.b.refuseReceives = 1;
        pair.fabric.b.refusal = error;
        write(pair.a);
        Pair.drain(pair.b);
        settleLong(pair);
        assertEquals("WSPRecv: " + error, pair.b.endDetail());
        assertEquals("Connection reset", readError(pair.a));
      }
    }
  }

  /** The ABORT for the first exception fails as well, and is not tried again. */
  @Test
  void exceptionOutOfEverySendEndsTheSession() throws IOException {
    try (Pair pair = pair()) {
      pair.fabric.a.insideSend = () -> {
        throw new IllegalStateException("boom");
      };
      assertEquals("Connection reset", writeError(pair.a));
      settleLong(pair);
      assertEquals(EndReason.PROVIDER_FAILED, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  /** A provider that breaks CLO-5 costs the connection, with the exception for that, and no more. */
  @Test
  void memoryThatIsFreedUnderASessionEndsIt() throws IOException {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      write(pair.b);
      assertEquals(1, pair.a.tryRead(new byte[1], 0, 1));
      pair.fabric.a.memory.free();
      assertEquals("Connection reset", readError(pair.a));
      settleLong(pair);
      assertEquals(EndReason.PROVIDER_FAILED, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
    }
    try (Pair pair = Pair.byHand(FakeFabric.Limits.STAGED)) {
      pair.fabric.a.memory.free();
      assertEquals("Connection reset", writeError(pair.a));
      settleLong(pair);
      assertEquals(EndReason.PROVIDER_FAILED, pair.a.endReason());
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  /** BLK-8: whoever waits for a thread that hangs inside the provider is freed by the close. */
  @Test
  @Rules({"BLK-8", "BLK-10"})
  void closeFreesAWriterThatWaitsForAThreadInsideTheProvider() throws Exception {
    try (Pair pair = pair()) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      pair.fabric.a.insideSend = () -> {
        inside.countDown();
        try {
          assertTrue(release.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      };
      Thread hanging =
          Thread.ofPlatform().daemon().start(() -> pair.sessionA().sender().ask(SendPath.PING));
      assertTrue(inside.await(20, TimeUnit.SECONDS));
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(() -> writeError(pair.a));
      pair.a.close();
      assertEquals("Socket closed", waiting.get(20, TimeUnit.SECONDS));
      release.countDown();
      assertTrue(hanging.join(Duration.ofSeconds(20)));
    }
  }
}
