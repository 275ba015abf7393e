package org.sanswitch.impl.mutants;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import org.sanswitch.impl.core.CoreReplacements;
import org.sanswitch.rules.Breaks;
import org.sanswitch.rules.mutation.Mutant;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Mutants of the switch's core: providers, routing, connecting, listening. */
public final class CoreMutants {

  private static final String CORE = "org.sanswitch.impl.core.";
  private static final String PROVIDER = "org.sanswitch.impl.provider.";
  private static final String ROUTING = "org.sanswitch.impl.routing.";
  private static final String CONNECTS = CORE + "ConnectTest#";
  private static final String LISTENS = CORE + "CompanionTest#";
  private static final String CALLS = CORE + "CallOrderTest#";
  private static final String PROVIDERS = PROVIDER + "ProviderSetTest#";

  private CoreMutants() {}

  @Breaks("BLK-2") static final Mutant CONNECT_WITHOUT_AN_EVENT = Mutant.in(CORE + "SanTry")
    .method("setUp")
    .call("WspProcedureTable.wspEventSelect")
    .drop()
    .killedBy(CALLS + "aConnectIsStartedWithoutWaitingAndItsResultIsReadAfterTheEvent");

  @Breaks("BLK-3") static final Mutant CANCEL_LEAVES_THE_SOCKET_OPEN = Mutant.in(CORE + "SanTry")
    .method("fail")
    .call("StartedProvider.close")
    .drop()
    .killedBy(CONNECTS + "cancelClosesTheSocketWhileConnecting_BLK3");

  @Breaks("BLK-3") static final Mutant CANCEL_GIVES_NOTHING_UP = Mutant.in(CORE + "SanConnect")
    .method("cancel")
    .call("ConnectSteps.abandon")
    .drop()
    .killedBy(CONNECTS + "cancelClosesTheSocketWhileNegotiating_BLK3");

  @Breaks("INI-1") static final Mutant VERSION_MISMATCH_IS_A_FAILURE =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("start")
        .read("WsaError.WSAVERNOTSUPPORTED")
        .becomes(CoreMutants.class, "networkDown")
        .killedBy(PROVIDERS + "tellsThatAProviderWantsAnotherVersion_INI1");

  @Breaks("INI-2") static final Mutant PROTOCOL_OF_THE_PROVIDER =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("start")
        .read("ProtocolInfo.TCP_IP")
        .becomes(CoreMutants.class, "otherProtocol")
        .killedBy(PROVIDERS + "handsOverItsVersionAndTheDescriptionOfTcpIp");

  @Breaks("INI-3") static final Mutant ADDRESSES_ARE_BELIEVED =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("addresses")
        .call("HostAddresses.isLocal")
        .becomes(CoreMutants.class, "yes")
        .killedBy(PROVIDERS + "cleansUpAProviderThatLiesAboutItsAddresses_INI3");

  @Breaks({"INI-3", "SOC-5"}) static final Mutant EVERY_DESTINATION_IS_IN_THE_SUBNET =
      Mutant.in(ROUTING + "RoutingTable")
        .method("candidates")
        .call("Prefix.contains")
        .becomes(CoreMutants.class, "yes")
        .killedBy(ROUTING + "RouterTest#choosesByPrefixOfTheInterface_INI3");

  @Breaks("INI-4") static final Mutant REGISTRATION_IS_NOT_ASKED_FOR =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("port")
        .read("ExtensionFunction.WSPDEREGISTERMEMORY")
        .drop()
        .killedBy(PROVIDERS + "startsAProviderAtOnceAndAsksWhatItCan_INI1_INI3_INI4");

  @Breaks("INI-5") static final Mutant LISTENERS_DO_NOT_LEARN_OF_PROVIDERS =
      Mutant.in(CORE + "SwitchRuntime")
        .method("providersChanged")
        .call("Listeners.refresh")
        .drop()
        .killedBy(LISTENS + "giveAProviderThatComesLaterACompanion_INI5");

  @Breaks("INI-6") static final Mutant PROVIDERS_ARE_NOT_ASKED_AGAIN =
      Mutant.in(PROVIDER + "ProviderSet")
        .method("checkAddresses")
        .call("ProviderSet.askAgain")
        .drop()
        .killedBy(PROVIDERS + "asksAgainWhenTheAddressesOfTheHostChange_INI6");

  @Breaks("INI-6") static final Mutant ADDRESSES_ARE_NOT_LOOKED_AT =
      Mutant.in(CORE + "SwitchRuntime")
        .method("<init>")
        .call("ControlWork.every")
        .drop()
        .killedBy(
            CORE + "AddressCheckTest#newAddressesOfTheHostAreNoticedAndEveryProviderIsAskedAgain");

  @Breaks("INI-7") static final Mutant STOP_FORGETS_CLEANUP =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("cleanUp")
        .call("WspProcedureTable.wspCleanup")
        .drop()
        .killedBy(PROVIDERS + "endsAllProvidersAndTakesNoneAfterwards_INI7");

  @Breaks("INI-7") static final Mutant STOP_FORGETS_THE_PROVIDERS =
      Mutant.in(CORE + "SwitchRuntime")
        .method("stop")
        .call("ProviderSet.stop")
        .drop()
        .killedBy(LISTENS + "hasNoCompanionsOnceTheSwitchIsStopped");

  @Breaks("SOC-1") static final Mutant COMPANION_HAS_A_PORT_OF_ITS_OWN =
      Mutant.in(CORE + "ConnectSteps")
        .method("begin")
        .call("SwitchCore.Binder.bind")
        .becomes(CoreMutants.class, "anyPort")
        .killedBy(CONNECTS + "connectsWithTheAddressOfItsTcpSocket_CON1_SOC3");

  @Breaks("SOC-2") static final Mutant TWO_HANDLES_ARE_TAKEN_FOR_ONE =
      Mutant.in(PROVIDER + "HandleCapture")
        .method("single")
        .call("List.size")
        .becomes(CoreMutants.class, "one")
        .killedBy(PROVIDERS + "refusesAProviderThatMakesTwoHandles_SOC2");

  @Breaks("SOC-3") static final Mutant COMPANION_IS_NOT_BOUND = Mutant.in(CORE + "SanTry")
    .method("setUp")
    .call("WspProcedureTable.wspBind")
    .drop()
    .killedBy(CONNECTS + "connectsWithTheAddressOfItsTcpSocket_CON1_SOC3");

  @Breaks("SOC-3") static final Mutant LISTENING_COMPANION_IS_NOT_BOUND =
      Mutant.in(CORE + "Companion")
        .method("open")
        .call("WspProcedureTable.wspBind")
        .drop()
        .killedBy(CALLS + "aCompanionAcceptsAfterTheEventOnly");

  @Breaks("SOC-4") static final Mutant FAILED_SETUP_IS_FINAL = Mutant.in(CORE + "SanTry")
    .method("setUp")
    .call("TryResult.ofSetup")
    .becomes(CoreReplacements.class, "setupIsFinal")
    .killedBy(CONNECTS + "aFailureToSetUpUsesTcpAndIsNotHeldAgainstThePeer_SOC4");

  @Breaks("SOC-4") static final Mutant FAILED_COMPANION_STAYS_OPEN = Mutant.in(CORE + "Companion")
    .method("open")
    .call("Companion.close")
    .drop()
    .killedBy(LISTENS + "tellsWhyAProviderDoesNotListen_LIS4");

  @Breaks("LIS-1") static final Mutant LISTENS_WHERE_NOBODY_SERVES = Mutant.in(ROUTING + "Router")
    .method("listen")
    .call("RoutingTable.serves")
    .becomes(CoreMutants.class, "yes")
    .killedBy(ROUTING + "RouterTest#listensOnlyOnAddressesThatTheProviderServes_LIS1");

  @Breaks("LIS-1") static final Mutant ACCEPTS_WITHOUT_READING_THE_EVENT =
      Mutant.in(CORE + "Companion")
        .method("accept")
        .call("WspProcedureTable.wspEnumNetworkEvents")
        .drop()
        .killedBy(CALLS + "aCompanionAcceptsAfterTheEventOnly");

  @Breaks("LIS-3") static final Mutant LATEST_FIRST = Mutant.in(CORE + "AcceptQueue")
    .method("next")
    .call("Queue.poll")
    .becomes(CoreMutants.class, "last")
    .killedBy(LISTENS + "handsSessionsOutInOrderOfArrival_LIS3");

  @Breaks("LIS-3") static final Mutant CLOSE_LEAVES_WHAT_WAS_NOT_TAKEN =
      Mutant.in(CORE + "CompanionSet")
        .method("close")
        .call("SanStream.reset")
        .drop()
        .killedBy(LISTENS + "closesCompanionsAndResetsWhatWasNotTaken_LIS3");

  @Breaks("LIS-4") static final Mutant COMPANIONS_OUTLIVE_THE_LISTENER =
      Mutant.in(CORE + "CompanionSet")
        .method("close")
        .call("CompanionSet.refresh")
        .drop()
        .killedBy(LISTENS + "closesCompanionsAndResetsWhatWasNotTaken_LIS3");

  @Breaks("LIS-4") static final Mutant SHARED_PORT_HAS_COMPANIONS =
      Mutant.in("org.sanswitch.impl.channels.Companions")
        .method("of")
        .call("Set.contains")
        .drop()
        .killedBy("org.sanswitch.impl.channels.ServerSocketChannelTest"
            + "#aSharedPortHasNoCompanionLIS4");

  @Breaks("ACC-2") static final Mutant CANCELLED_ACCEPT_LEAVES_THE_CONNECTION =
      Mutant.in(CORE + "CompanionSet$Negotiation")
        .method("established")
        .call("SanStream.reset")
        .drop()
        .killedBy(LISTENS + "closesCompanionsAndResetsWhatWasNotTaken_LIS3");

  @Breaks("CON-1") static final Mutant RESULT_IS_NOT_READ = Mutant.in(CORE + "SanTry")
    .method("drive")
    .call("WspProcedureTable.wspEnumNetworkEvents")
    .drop()
    .killedBy(CALLS + "aConnectIsStartedWithoutWaitingAndItsResultIsReadAfterTheEvent");

  @Breaks("CON-2") static final Mutant REFUSAL_IS_TRIED_BY_TCP = Mutant.in(CORE + "TryResult")
    .method("ofConnect")
    .call("WsaException.error")
    .becomes(CoreMutants.class, "networkDown")
    .killedBy(CONNECTS + "refusalsAreFinal_CON2");

  @Breaks("CON-2") static final Mutant EVERY_FAILURE_IS_FINAL = Mutant.in(CORE + "TryResult")
    .method("ofConnect")
    .call("WsaException.error")
    .becomes(CoreMutants.class, "refused")
    .killedBy(CONNECTS + "otherFailuresUseTcpAndAreRememberedForAWhile_CON2_CON3");

  @Breaks("CON-2") static final Mutant REFUSED_SOCKET_STAYS_OPEN = Mutant.in(CORE + "SanTry")
    .method("fail")
    .call("StartedProvider.close")
    .drop()
    .killedBy(CONNECTS + "refusalsAreFinal_CON2");

  @Breaks("CON-4") static final Mutant LEAVES_THE_SAN_ONCE_CONNECTED =
      Mutant.in(CORE + "ConnectSteps")
        .method("step")
        .call("ConnectSteps.take")
        .becomes(CoreReplacements.class, "leaveTheSan")
        .killedBy(CALLS + "whatIsEstablishedOverTheSanStaysThere");

  @Breaks("CON-5") static final Mutant FULL_BACKLOG_IS_A_REFUSAL = Mutant.in(CORE + "TryResult")
    .method("ofConnect")
    .call("WsaException.error")
    .becomes(CoreMutants.class, "fullIsRefused")
    .killedBy(CONNECTS + "aFullBacklogIsNotTriedForEver_CON5");

  @Breaks("CMP-1") static final Mutant SENDS_ARE_NOT_OVERLAPPED =
      Mutant.in("org.sanswitch.impl.session.SendSlot")
        .method("prepare")
        .call("Overlapped.prepare")
        .drop()
        .killedBy("org.sanswitch.impl.blocking.WholeSwitchTest#everySendAndReceiveIsOverlapped");

  @Breaks("CMP-2") static final Mutant POLL_ONLY_REQUESTS_ARE_NOTIFIED =
      Mutant.in(PROVIDER + "ProviderView")
        .method("wpuCompleteOverlappedRequest")
        .call("Overlapped.isPollOnly")
        .drop()
        .killedBy(PROVIDER + "ProviderViewTest#countsBreachesOfContractAndNeverThrows_CMP2");

  @Breaks("OPT-1") static final Mutant MESSAGE_SIZE_IS_NOT_ASKED =
      Mutant.in(PROVIDER + "ProviderStarter")
        .method("port")
        .call("WspProcedureTable.wspGetSockOpt")
        .becomes(CoreMutants.class, "pageSize")
        .killedBy(PROVIDERS + "refusesAProviderWhoseMessagesAreTooSmall_OPT1");

  @Breaks("OPT-2") static final Mutant NAMES_OF_A_SESSION_ARE_LOST =
      Mutant.in(CORE + "CompanionSet")
        .method("accepted")
        .call("StartedProvider.Accepted.local")
        .drop()
        .killedBy(CALLS + "noProviderIsAskedForOptionsOrNamesOfASocket");

  /** {@return another error} */
  public static WsaError networkDown() {
    return WsaError.WSAENETDOWN;
  }

  /** {@return a refusal, whatever the error is} */
  public static WsaError refused() {
    return WsaError.WSAECONNREFUSED;
  }

  /** {@return the error, a refusal where it is a full backlog} */
  public static WsaError fullIsRefused(WsaException failure) {
    return failure.error() == WsaError.WSAENOBUFS
        ? WsaError.WSAECONNREFUSED
        : failure.error();
  }

  /** {@return a protocol that is not TCP/IP} */
  public static ProtocolInfo otherProtocol() {
    return new ProtocolInfo(23, 1, 255, "SAN");
  }

  /** {@return true} */
  public static boolean yes() {
    return true;
  }

  /** {@return 1} */
  public static int one() {
    return 1;
  }

  /** {@return a size that every provider can} */
  public static int pageSize() {
    return 4096;
  }

  /** {@return an address that TCP/IP is not bound to} */
  public static InetSocketAddress anyPort(Object binder, InetAddress local) {
    return new InetSocketAddress(local, 0);
  }

  /** {@return the latest, not the oldest} */
  public static Object last(Object queue) {
    return ((Deque<?>) queue).pollLast();
  }
}
