package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import javax.inject.Inject;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.ops4j.pax.exam.util.Filter;
import org.sanswitch.api.SanSwitch;
import plain.Checks;
import plain.Net;

/**
 * All checks of plain socket programs, over the services of the switch. The route is read from the
 * switch's own counts: connections of a check went where the subclass says, and nowhere else.
 */
public abstract class SocketSuite {

  /** Checks that make no connection, or more attempts than connections. */
  private static final Set<String> WITHOUT_ROUTE =
      Set.of("connectIsRefusedWhereNobodyListens", "aFullBacklogLetsConnectTimeOut",
          "closeEndsABlockedAccept", "closeEndsABlockedChannelAccept",
          "interruptEndsABlockedChannelAccept", "aBlockingChannelAnswersInEachState",
          "aNonBlockingChannelAnswersInEachState", "aListeningChannelAnswersInEachState",
          "aSelectorAndItsKeysAnswerInEachState", "anAsynchronousChannelAnswersInEachState",
          "closeAndInterruptEndEveryCallThatConnectsOrAccepts",
          "closeAndInterruptEndEveryCallOfASocket", "closeAndCancellationEndEveryPendingFuture",
          "closeEndsEveryPendingOperationWithAHandler",
          "aChannelClosedWhileItIsRegisteredLeavesNoKey",
          "aSelectorClosedWhileAChannelIsRegisteredLetsItGo");

  @Rule public final NothingLeft nothingLeft = new NothingLeft();

  @Rule public final TestName name = new TestName();

  @Inject protected SanSwitch sanSwitch;

  @Inject @Filter("(org.sanswitch.switch=true)") private SocketFactory sockets;

  @Inject @Filter("(org.sanswitch.switch=true)") private ServerSocketFactory servers;

  @Inject @Filter("(org.sanswitch.switch=true)") private SelectorProvider channels;

  @Inject @Filter("(org.sanswitch.switch=true)") private AsynchronousChannelProvider asynchronous;

  /** {@return provider and reason, as in {@code "tcp NO_PROVIDER"}, of both ends} */
  protected abstract String route();

  private void check() throws Exception {
    long seed = Long.getLong("plain.seed", System.nanoTime());
    System.out.println(getClass().getSimpleName() + "." + name.getMethodName() + " seed " + seed);
    RouteCounts connected = RouteCounts.connected(sanSwitch);
    RouteCounts accepted = RouteCounts.accepted(sanSwitch);
    Checks.run(name.getMethodName(), new Net(sockets, servers, channels, asynchronous), seed);
    if (!WITHOUT_ROUTE.contains(name.getMethodName())) {
      assertEquals(Set.of(route()), RouteCounts.connected(sanSwitch).usedSince(connected));
      Set<String> used = RouteCounts.accepted(sanSwitch).usedSince(accepted);
      assertTrue(used.toString(), Set.of(route()).containsAll(used));
    }
  }

  @Test
  public void streamsCarryBothDirectionsAtOnce() throws Exception {
    check();
  }

  @Test
  public void oddSizesComeBackAsTheyWere() throws Exception {
    check();
  }

  @Test
  public void requestsAreAnsweredOneByOne() throws Exception {
    check();
  }

  @Test
  public void singleBytesPassUnchanged() throws Exception {
    check();
  }

  @Test
  public void availableTellsWhatCanBeRead() throws Exception {
    check();
  }

  @Test
  public void emptyReadsAndWritesDoNothing() throws Exception {
    check();
  }

  @Test
  public void heapBuffersPassUnchanged() throws Exception {
    check();
  }

  @Test
  public void directBuffersPassUnchanged() throws Exception {
    check();
  }

  @Test
  public void gatherAndScatterKeepTheOrder() throws Exception {
    check();
  }

  @Test
  public void filesAreTransferred() throws Exception {
    check();
  }

  @Test
  public void channelsAndSocketsUnderstandEachOther() throws Exception {
    check();
  }

  @Test
  public void emptyAndReadOnlyBuffersAreTreatedAsSpecified() throws Exception {
    check();
  }

  @Test
  public void halfCloseLeavesTheOtherDirectionOpen() throws Exception {
    check();
  }

  @Test
  public void halfClosedChannelRefusesWrites() throws Exception {
    check();
  }

  @Test
  public void halfClosedSocketRefusesWrites() throws Exception {
    check();
  }

  @Test
  public void shutInputReadsEndOfStream() throws Exception {
    check();
  }

  @Test
  public void everythingWrittenBeforeCloseArrives() throws Exception {
    check();
  }

  @Test
  public void closeWithLingerDeliversEverything() throws Exception {
    check();
  }

  @Test
  public void lingerOfZeroResets() throws Exception {
    check();
  }

  @Test
  public void closeWithUnreadDataDeliversWhatWasWritten() throws Exception {
    check();
  }

  @Test
  public void writesToAClosedPeerFail() throws Exception {
    check();
  }

  @Test
  public void resetEndsABlockedWrite() throws Exception {
    check();
  }

  @Test
  public void closedSocketsSaySo() throws Exception {
    check();
  }

  @Test
  public void readTimeOutConsumesNothing() throws Exception {
    check();
  }

  @Test
  public void readTimeOutOfAChannelsSocketConsumesNothing() throws Exception {
    check();
  }

  @Test
  public void acceptTimeOutLeavesTheListenerUsable() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedRead() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedWrite() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedAccept() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedChannelRead() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedChannelWrite() throws Exception {
    check();
  }

  @Test
  public void closeEndsABlockedChannelAccept() throws Exception {
    check();
  }

  @Test
  public void interruptEndsABlockedChannelRead() throws Exception {
    check();
  }

  @Test
  public void interruptEndsABlockedChannelWrite() throws Exception {
    check();
  }

  @Test
  public void interruptEndsABlockedChannelAccept() throws Exception {
    check();
  }

  @Test
  public void interruptStatusCountsWhenDataIsWaiting() throws Exception {
    check();
  }

  @Test
  public void interruptDoesNotEndASocketsReadOnAPlatformThread() throws Exception {
    check();
  }

  @Test
  public void interruptEndsASocketsReadOnAVirtualThread() throws Exception {
    check();
  }

  @Test
  public void oneThreadBindsConnectsAndAccepts() throws Exception {
    check();
  }

  @Test
  public void bothEndsAgreeOnTheirAddresses() throws Exception {
    check();
  }

  @Test
  public void aBoundClientKeepsItsAddress() throws Exception {
    check();
  }

  @Test
  public void wildcardListenersAreReached() throws Exception {
    check();
  }

  @Test
  public void ipv6LoopbackIsReached() throws Exception {
    check();
  }

  @Test
  public void acceptKeepsTheOrderOfArrival() throws Exception {
    check();
  }

  @Test
  public void closingAListenerResetsWhatWasNotAccepted() throws Exception {
    check();
  }

  @Test
  public void acceptedConnectionsOutliveTheirListener() throws Exception {
    check();
  }

  @Test
  public void connectIsRefusedWhereNobodyListens() throws Exception {
    check();
  }

  @Test
  public void aFullBacklogLetsConnectTimeOut() throws Exception {
    check();
  }

  @Test
  public void aPortCanBeListenedOnAgain() throws Exception {
    check();
  }

  @Test
  public void urgentDataStandsInTheStreamWhenInline() throws Exception {
    check();
  }

  @Test
  public void urgentDataIsDiscardedWhenNotInline() throws Exception {
    check();
  }

  @Test
  public void socketOptionsAreKept() throws Exception {
    check();
  }

  @Test
  public void channelOptionsAreKept() throws Exception {
    check();
  }

  @Test
  public void connectionsDoNotMixTheirBytes() throws Exception {
    check();
  }

  @Test
  public void virtualThreadsServeManyConnections() throws Exception {
    check();
  }

  @Test
  public void shortConnectionsFollowEachOther() throws Exception {
    check();
  }

  @Test
  public void asynchronousTransfersKeepTheOrder() throws Exception {
    check();
  }

  @Test
  public void aGroupOfTwoThreadsServesManyConnections() throws Exception {
    check();
  }

  @Test
  public void anAsynchronousReadTimesOut() throws Exception {
    check();
  }

  @Test
  public void closeEndsPendingAsynchronousOperations() throws Exception {
    check();
  }

  @Test
  public void aResetEndsAPendingAsynchronousRead() throws Exception {
    check();
  }

  @Test
  public void aGroupEndsWithItsLastChannel() throws Exception {
    check();
  }

  @Test
  public void aSelectorServesManyConnections() throws Exception {
    check();
  }

  @Test
  public void largeNonBlockingWritesGoThrough() throws Exception {
    check();
  }

  @Test
  public void aSelectorWakesOnceForEachMessage() throws Exception {
    check();
  }

  @Test
  public void aFullConnectionIsWritableAgainWhenThePeerReads() throws Exception {
    check();
  }

  @Test
  public void anIdleSelectorUsesNoProcessorTime() throws Exception {
    check();
  }

  @Test
  public void otherThreadsEndASelect() throws Exception {
    check();
  }

  @Test
  public void aSelectorTellsHowThePeerEnds() throws Exception {
    check();
  }

  @Test
  public void aChannelClosedByAnotherThreadLeavesItsSelector() throws Exception {
    check();
  }

  @Test
  public void aRegisteredChannelStaysNonBlocking() throws Exception {
    check();
  }

  @Test
  public void aSelectorServesDatagramsAndPipesToo() throws Exception {
    check();
  }

  @Test
  public void aBlockingChannelAnswersInEachState() throws Exception {
    check();
  }

  @Test
  public void aNonBlockingChannelAnswersInEachState() throws Exception {
    check();
  }

  @Test
  public void aListeningChannelAnswersInEachState() throws Exception {
    check();
  }

  @Test
  public void aSelectorAndItsKeysAnswerInEachState() throws Exception {
    check();
  }

  @Test
  public void anAsynchronousChannelAnswersInEachState() throws Exception {
    check();
  }

  @Test
  public void anAsynchronousListenerAnswersInEachState() throws Exception {
    check();
  }

  @Test
  public void closeAndInterruptEndEveryCallThatReads() throws Exception {
    check();
  }

  @Test
  public void closeAndInterruptEndEveryCallThatWrites() throws Exception {
    check();
  }

  @Test
  public void closeAndInterruptEndEveryCallThatConnectsOrAccepts() throws Exception {
    check();
  }

  @Test
  public void closeAndInterruptEndEveryCallOfASocket() throws Exception {
    check();
  }

  @Test
  public void closeAndCancellationEndEveryPendingFuture() throws Exception {
    check();
  }

  @Test
  public void closeEndsEveryPendingOperationWithAHandler() throws Exception {
    check();
  }

  @Test
  public void aChannelClosedWhileItIsRegisteredLeavesNoKey() throws Exception {
    check();
  }

  @Test
  public void aSelectorClosedWhileAChannelIsRegisteredLetsItGo() throws Exception {
    check();
  }

  @Test
  public void randomUseOfASelectorLosesNoByte() throws Exception {
    check();
  }

  @Test
  public void randomUseOfBlockedCallsLosesNoByte() throws Exception {
    check();
  }

  @Test
  public void randomUseOfAsynchronousChannelsLosesNoByte() throws Exception {
    check();
  }
}
