package org.sanswitch.impl.mutants;

import org.sanswitch.impl.session.SessionChanges;
import org.sanswitch.rules.Breaks;
import org.sanswitch.rules.mutation.Mutant;

/** Mutants of sessions, and of the blocking calls above them. */
final class SessionMutants {

  private static final String IMPL = "org.sanswitch.impl.";
  private static final String SESSION = IMPL + "session.";
  private static final String CHANNELS = IMPL + "channels.";
  private static final String CANCEL_TEST = IMPL + "blocking.CancelTest";
  private static final String WHOLE_TEST = IMPL + "blocking.WholeSwitchTest";
  private static final String CLOSE_TEST = SESSION + "CloseTest";
  private static final String TRAFFIC_TEST = SESSION + "TrafficTest";
  private static final String NEGOTIATION_TEST = SESSION + "NegotiationTest";
  private static final String LARGE_TEST = SESSION + "LargeTransferTest";
  private static final String LARGE_CANCEL_TEST = SESSION + "LargeCancelTest";

  private SessionMutants() {}

  // Blocking calls.

  @Breaks("BLK-1") static final Mutant CANCEL_CALLS_MORE_THAN_CLOSE =
      Mutant.in(IMPL + "provider.StartedProvider")
        .method("close")
        .call("WspProcedureTable.wspCloseSocket")
        .becomes(SessionChanges.class, "deselectAndClose")
        .killedBy(CANCEL_TEST + "#aConnectThatNobodyAnswers");

  @Breaks("BLK-3") static final Mutant CANCEL_LEAVES_THE_ATTEMPT_ALONE =
      Mutant.in(IMPL + "core.SanConnect")
        .method("cancel")
        .call("ConnectSteps.abandon")
        .drop()
        .killedBy(CANCEL_TEST + "#aConnectThatNobodyAnswers");

  @Breaks("BLK-4") static final Mutant RECEIVES_ARE_NOT_OVERLAPPED =
      Mutant.in(SESSION + "Wire")
        .method("receive")
        .call("Overlapped.prepare")
        .drop()
        .killedBy(WHOLE_TEST + "#everySendAndReceiveIsOverlapped");

  @Breaks("BLK-5") static final Mutant READ_GOES_ON_AFTER_ITS_TIME =
      Mutant.in(CHANNELS + "SocketStream")
        .method("tryRead")
        .call("SanStream.tryRead")
        .becomes(SessionChanges.class, "readSometime")
        .killedBy(IMPL + "blocking.CancelledBufferTest#aReadThatHasEndedWritesNothingMore");

  @Breaks({"BLK-7", "CLO-7"}) static final Mutant GRACEFUL_CLOSE_HAS_NO_BOUND =
      Mutant.in(SESSION + "CloseProcedure")
        .method("run")
        .read("CloseProcedure.deadline")
        .becomes(SessionChanges.class, "never")
        .killedBy(CLOSE_TEST + "#gracefulCloseIsBounded");

  @Breaks("BLK-7") static final Mutant NEGOTIATION_HAS_NO_BOUND =
      Mutant.in(SESSION + "Ending")
        .method("negotiationLate")
        .body()
        .drop()
        .killedBy(NEGOTIATION_TEST + "#endsWithTheReasonWhenTheBoundIsOver");

  @Breaks("BLK-8") static final Mutant CLOSE_FAILS_AFTER_A_CANCELLED_CALL =
      Mutant.in(CHANNELS + "SocketStream")
        .method("close")
        .call("StreamClose.close")
        .becomes(SessionChanges.class, "refuseToClose")
        .killedBy(CANCEL_TEST + "#aRead");

  @Breaks("BLK-9") static final Mutant TIME_OUT_GIVES_THE_CONNECTION_UP =
      Mutant.in(CHANNELS + "SocketStream")
        .method("awaitReadable")
        .call("SanStream.awaitReadable")
        .becomes(SessionChanges.class, "awaitOrReset")
        .killedBy(IMPL + "blocking.ReadTimeoutTest");

  @Breaks("BLK-10") static final Mutant ASYNCHRONOUS_CLOSE_TELLS_OF_THE_STREAM =
      Mutant.in(CHANNELS + "ChannelReader")
        .method("closedOr")
        .call("SwitchSocketChannel.isOpen")
        .becomes(SessionChanges.class, "yes")
        .killedBy(CANCEL_TEST + "#aRead");

  @Breaks("BLK-10") static final Mutant SET_INTERRUPT_DOES_NOT_COUNT_WHILE_DATA_WAITS =
      Mutant.in(CHANNELS + "SwitchSocketChannel")
        .method("beginTransfer")
        .call("Thread.isInterrupted")
        .drop()
        .killedBy(
            CHANNELS + "SocketChannelTest#setInterruptStatusCountsThoughDataIsWaitingBLK10");

  // Closing.

  @Breaks("CLO-7") static final Mutant CLOSE_DOES_NOT_DRAIN =
      Mutant.in(SESSION + "CloseProcedure")
        .method("decide")
        .call("CloseProcedure.begin")
        .becomes(SessionChanges.class, "tear")
        .killedBy(CLOSE_TEST + "#gracefulCloseWaitsForCreditsForWhatIsJoined");

  @Breaks("CLO-9") static final Mutant DEATH_OF_THE_PEER_HIDES_LOST_DATA =
      Mutant.in(SESSION + "Ending")
        .method("connectionLost")
        .call("Session.unacknowledged")
        .drop()
        .killedBy(CLOSE_TEST + "#peerThatDiesGivesAResetWhereDataTowardsItMayBeLost");

  @Breaks("MEM-4") static final Mutant CLOSE_KEEPS_THE_MEMORY_OF_RECEIVES =
      Mutant.in(SESSION + "Ending")
        .method("closeSocket")
        .call("ReceivePool.release")
        .drop()
        .killedBy(CLOSE_TEST + "#memoryThatTheProviderHasDoneWithIsHandedBackBeforeTheClose");

  // Large transfers.

  @Breaks("BLK-6") static final Mutant CANCELLED_CALL_LEAVES_ITS_BUFFER_IN_RDMA =
      Mutant.in(SESSION + "SessionStream")
        .method("settleWrite")
        .call("Settlement.await")
        .drop()
        .killedBy(LARGE_CANCEL_TEST + "#aCancelledWriteWaitsForTheTransferOfItsBuffer");

  @Breaks("BLK-7") static final Mutant RDMA_OF_A_CANCELLED_CALL_HAS_NO_BOUND =
      Mutant.in(SESSION + "Settlement")
        .method("await")
        .call("Ending.fail")
        .drop()
        .killedBy(LARGE_CANCEL_TEST
            + "#aCancelledWriteWhoseTransferTakesTooLongIsEndedByTheClose");

  @Breaks("CLO-7") static final Mutant LAST_WORD_DOES_NOT_WAIT_FOR_TRANSFERS =
      Mutant.in(SESSION + "SendPath")
        .method("isLastWordEarly")
        .call("LargeSends.isDrained")
        .becomes(SessionChanges.class, "yes")
        .killedBy(SESSION + "LargeEndTest#aGracefulCloseWaitsForTheTransfersUnderWay");

  @Breaks("SES-4") static final Mutant READER_DOES_NOT_SAY_THAT_IT_HAS_READ =
      Mutant.in(SESSION + "LargeReceives")
        .method("came")
        .call("SendPath.ask")
        .drop()
        .killedBy(LARGE_TEST
            + "#aBlockingWriteGivesItsBufferAndHasItBackWhenTheTransferIsOver");

  @Breaks("SES-4") static final Mutant BUFFER_IS_GIVEN_BACK_BEFORE_IT_IS_READ =
      Mutant.in(SESSION + "LargeSends")
        .method("endDirect")
        .call("LargeSends.isDirectDone")
        .becomes(SessionChanges.class, "yes")
        .killedBy(LARGE_TEST
            + "#aBlockingWriteGivesItsBufferAndHasItBackWhenTheTransferIsOver");

  @Breaks("SES-5") static final Mutant GRANTED_MEMORY_IS_READ_BEFORE_IT_IS_WRITTEN =
      Mutant.in(SESSION + "LargeReceives")
        .method("isOver")
        .call("GrantedMemory.takeWritten")
        .becomes(SessionChanges.class, "yes")
        .killedBy(LARGE_TEST + "#aLargeWriteGoesByRdmaBehindItsFirstPart");

  @Breaks("SES-6") static final Mutant LACK_OF_MEMORY_ENDS_NOTHING =
      Mutant.in(SESSION + "LargeReceives")
        .method("noMemory")
        .call("Ending.fail")
        .drop()
        .killedBy(LARGE_TEST + "#aReceiverThatCannotGoOnEndsTheSendWithWsaenobufs");

  @Breaks("SES-7") static final Mutant THRESHOLD_IS_IGNORED =
      Mutant.in(SESSION + "LargeSends")
        .method("negotiated")
        .call("RdmaWire.threshold")
        .drop()
        .killedBy(LARGE_TEST
            + "#onlyTransfersOfTheThresholdOrMoreGoByRdmaInPiecesOfTheGreatestSize");

  @Breaks("SES-7") static final Mutant GREATEST_RDMA_SIZE_IS_IGNORED =
      Mutant.in(SESSION + "RdmaWire")
        .method("part")
        .call("RdmaPort.maxSize")
        .becomes(SessionChanges.class, "unlimited")
        .killedBy(LARGE_TEST
            + "#onlyTransfersOfTheThresholdOrMoreGoByRdmaInPiecesOfTheGreatestSize");

  // The session protocol.

  @Breaks("SES-1") static final Mutant CONTROL_BUFFERS_ARE_NOT_POSTED_AGAIN =
      Mutant.in(SESSION + "Receiver")
        .method("take")
        .call("Session.post")
        .drop()
        .killedBy(TRAFFIC_TEST + "#consumedControlFramesArePostedAgainAtOnce");

  @Breaks("SES-2") static final Mutant FRAMES_NEED_NO_CREDIT =
      Mutant.in(SESSION + "FrameWriter")
        .method("spend")
        .body()
        .drop()
        .killedBy(TRAFFIC_TEST + "#controlFramesPassBehindUnreadData");

  @Breaks("SES-2") static final Mutant LAST_CONTROL_CREDIT_IS_SPENT_ON_ANYTHING =
      Mutant.in(SESSION + "Credits")
        .method("mayControl")
        .body()
        .becomes(SessionChanges.class, "yes")
        .killedBy(TRAFFIC_TEST + "#controlFramesStopBeforeTheirLastCredit");

  @Breaks("SES-2") static final Mutant ANSWER_DOES_NOT_WAIT_FOR_THE_RECEIVES =
      Mutant.in(SESSION + "Session")
        .method("establish")
        .call("AtomicInteger.decrementAndGet")
        .drop()
        .killedBy(
            NEGOTIATION_TEST + "#eachSideHasAllItsReceivesPostedBeforeItSendsAtMost256Bytes");

  @Breaks("SES-3") static final Mutant FRAMES_HAVE_NO_PAYLOAD =
      Mutant.in(SESSION + "FrameWriter")
        .method("addPayload")
        .body()
        .drop()
        .killedBy(TRAFFIC_TEST + "#readsExactlyWhatWasWrittenInPieces");

  @Breaks("SES-7") static final Mutant SIZE_OF_THE_PEERS_RECEIVES_IS_IGNORED =
      Mutant.in(SESSION + "Session")
        .method("establish")
        .call("NegotiationMessage.bufferSize")
        .becomes(SessionChanges.class, "unlimited")
        .killedBy(TRAFFIC_TEST + "#noMessageIsLongerThanTheProviderCarriesOrThePeerTakes");

  @Breaks("SES-8") static final Mutant URGENT_DATA_OVERTAKES =
      Mutant.in(SESSION + "ReadPath")
        .method("copy")
        .call("UrgentData.mark")
        .drop()
        .killedBy(SESSION + "UrgentTest#isDeliveredInTheStreamAtItsMark");

  @Breaks("SES-9") static final Mutant SHUTDOWN_TELLS_NOBODY =
      Mutant.in(SESSION + "SessionStream")
        .method("shutdownOutput")
        .call("SendPath.ask")
        .drop()
        .killedBy(CLOSE_TEST + "#halfCloseLeavesTheOtherDirectionOpen");

  @Breaks("SES-10") static final Mutant READINESS_IS_ASKED_OF_THE_PROVIDER =
      Mutant.in(SESSION + "Wire")
        .method("look")
        .call("WspProcedureTable.wspGetOverlappedResult")
        .becomes(SessionChanges.class, "selectAndLook")
        .killedBy(WHOLE_TEST + "#aSelectorIsAnsweredFromTheStateOfTheSession");
}
