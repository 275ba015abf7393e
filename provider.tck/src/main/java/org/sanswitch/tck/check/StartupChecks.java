package org.sanswitch.tck.check;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.tck.stage.Bounded;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.End;
import org.sanswitch.tck.stage.NotApplicable;
import org.sanswitch.tck.stage.Operation;
import org.sanswitch.tck.stage.San;
import org.sanswitch.tck.stage.Stage;

/** Starting and ending a provider (INI-1, INI-3, INI-4, INI-7). */
public final class StartupChecks {

  private static final int NEXT_MAJOR = SanServiceProvider.SPI_VERSION + 0x0001_0000;
  private static final int ROUNDS = 6;

  @Rules("INI-1")
  public void refusesAnotherMajorVersionAndStartsWithTheRightOne(Stage stage) throws Exception {
    SanServiceProvider provider = stage.provider().ends().client();
    Expect.fails("INI-1", "WSPStartupEx with version " + Integer.toHexString(NEXT_MAJOR),
        () -> provider.wspStartupEx(NEXT_MAJOR, ProtocolInfo.TCP_IP, stage.upcalls("client")),
        WsaError.WSAVERNOTSUPPORTED);
    WspProcedureTable table = provider.wspStartupEx(SanServiceProvider.SPI_VERSION,
        ProtocolInfo.TCP_IP, stage.upcalls("client"));
    table.wspCleanup();
  }

  @Rules("INI-1")
  public void saysThatItIsNotReady(Stage stage) throws Exception {
    @Nullable
    SanServiceProvider unready = stage.provider().unready();
    if (unready == null) {
      throw new NotApplicable("the provider under test names none that is not ready");
    }
    Expect.fails("INI-1", "WSPStartupEx of a provider that is not ready",
        () -> unready.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
            stage.upcalls("unready")),
        WsaError.WSASYSNOTREADY);
  }

  @Rules("INI-3")
  public void tellsTheLocalAddressesThatItServes(Stage stage) throws Exception {
    San socket = stage.server().socket();
    List<ServedAddress> served =
        socket.end().table().wspIoctl(socket.descriptor(), IoControl.SIO_ADDRESS_LIST_QUERY);
    Set<InetAddress> addresses =
        served.stream().map(ServedAddress::address).collect(Collectors.toSet());
    Broken.unless("INI-3", addresses.contains(stage.provider().address()),
        "the address under test, " + stage.provider().address() + ", is not among " + served);
    Broken.unless("INI-3",
        addresses.stream().noneMatch(a -> a.isAnyLocalAddress() || a.isMulticastAddress()),
        "there are addresses that no host has among " + served);
  }

  @Rules("INI-4")
  public void hasTheRequiredExtensionFunctionsAndRefusesUnknownOnes(Stage stage)
      throws Exception {
    San socket = stage.client().socket();
    required(socket, ExtensionFunction.WSPREGISTERMEMORY);
    required(socket, ExtensionFunction.WSPDEREGISTERMEMORY);
    if (socket.option(SanSocketOption.SO_MAX_RDMA_SIZE) > 0) {
      required(socket, ExtensionFunction.WSPREGISTERRDMAMEMORY);
      required(socket, ExtensionFunction.WSPDEREGISTERRDMAMEMORY);
      required(socket, ExtensionFunction.WSPRDMAWRITE);
    }
    for (ExtensionFunction<?> each : List.of(ExtensionFunction.WSPRDMAREAD,
        ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK,
        ExtensionFunction.WSPALLOCATEMEMORY)) {
      Expect.fails("INI-4", each.name(), () -> socket.function(each), WsaError.NO_ERROR,
          WsaError.WSAEOPNOTSUPP);
    }
    Expect.fails("INI-4", "an extension function that there is not",
        () -> socket.function(new ExtensionFunction<>("WSPNoSuchFunction")),
        WsaError.WSAEOPNOTSUPP);
  }

  private static void required(San socket, ExtensionFunction<?> id) throws Broken {
    Expect.fails("INI-4", id.name(), () -> socket.function(id), WsaError.NO_ERROR);
  }

  @Rules("INI-7")
  public void closesWhatIsOpenInWspCleanupAndAnswersNotInitialisedAfterwards(Stage stage)
      throws Exception {
    Stage.Link link = stage.session();
    Operation receive = link.client().receive(false, 1);
    End client = stage.client();
    WspProcedureTable table = client.table();
    table.wspCleanup();
    Broken.unless("INI-7", link.client().handle().isClosed(),
        "WSPCleanup returned, no WPUCloseSocketHandle for " + link.client().handle());
    Broken.unless("INI-7", receive.isFinished(), "WSPCleanup returned, " + receive);
    table.wspCleanup();
    Expect.fails("INI-7", "WSPSocket after WSPCleanup", client::socket,
        WsaError.WSANOTINITIALISED);
    Expect.fails("INI-7", "WSPGetSockOpt after WSPCleanup",
        () -> link.client().option(SanSocketOption.SO_DEBUG), WsaError.WSANOTINITIALISED);
    Expect.fails("INI-7", "WSPCloseSocket after WSPCleanup", link.client()::close,
        WsaError.WSANOTINITIALISED);
    Expect.answers("INI-7", "WSPGetOverlappedResult after WSPCleanup",
        table.wspGetOverlappedResult(link.client().descriptor(), null, WspProcedureTable.POLL),
        WsaError.WSANOTINITIALISED);
    stage.quiet();
  }

  @Rules("INI-7")
  public void releasesAllThatItHoldsInWspCleanup(Stage stage) throws Exception {
    round(stage);
    Map<String, Long> before = Held.count(stage.provider());
    Set<Thread> threads = Set.copyOf(Thread.getAllStackTraces().keySet());
    for (int i = 0; i < ROUNDS; i++) {
      round(stage);
    }
    boolean back = Bounded.await(stage.provider().bound(),
        () -> Held.grown(before, Held.count(stage.provider()), ROUNDS).isEmpty());
    Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
    more.removeAll(threads);
    Broken.unless("INI-7", back, "after " + ROUNDS + " times WSPStartupEx and WSPCleanup: "
        + Held.grown(before, Held.count(stage.provider()), ROUNDS) + ", new threads " + more);
  }

  @SuppressWarnings("try") // interrupted when the check is ended
  private static void round(Stage stage) throws Exception {
    try (Stage another = stage.another()) {
      another.session();
    }
  }
}
