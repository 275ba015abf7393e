package org.sanswitch.tck.check;

import java.net.InetSocketAddress;
import java.util.List;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.tck.stage.AdapterEnd;
import org.sanswitch.tck.stage.AdapterStage;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.NotShown;
import org.sanswitch.tck.stage.Queues;

/** An adapter at its own interface: opening, listening, connecting, each with the rule it stands for. */
public final class AdapterChecks {

  @Rules({"INI-3", "INI-7"})
  public void servesAddressesWhileOpenAndOpensAgain(AdapterStage stage) throws Exception {
    SanAdapter adapter = stage.client().adapter();
    Broken.unless("INI-3",
        adapter.addresses()
          .stream()
          .anyMatch(each -> each.address().equals(stage.stage().provider().address())),
        "the address under test is not among " + adapter.addresses());
    stage.client().close(stage.stage().provider().bound());
    Broken.unless("INI-3", adapter.addresses().isEmpty(),
        "an adapter that is closed serves " + adapter.addresses());
    AdapterEnd again;
    try {
      again =
          AdapterEnd.open("client again", adapter, stage.stage().trace(), stage.stage().findings());
    } catch (NotShown e) {
      throw new Broken("INI-7", "after close, " + e.getMessage());
    }
    again.close(stage.stage().provider().bound());
  }

  @Rules("ACC-1")
  public void tellsThePeerOnlyWhenARequestIsAccepted(AdapterStage stage) throws Exception {
    InetSocketAddress at = stage.stage().tcpListener();
    stage.listen(at, 2);
    Queues client = stage.queues(stage.client());
    client.queuePair().connect(stage.anyPort(), at);
    ConnectionRequest request = stage.request(1);
    Broken.unless("ACC-1", request.local().equals(at),
        "the request is for " + request.local() + ", the peer connects to " + at);
    stage.stage().quiet();
    Broken.unless("ACC-1",
        stage.client().callbacks("connected", client.queuePair()).isEmpty(),
        "connected before the request was accepted");
    request.accept(stage.queues(stage.server()).queuePair());
    Broken.unless("ACC-1",
        stage.await(() -> stage.client().callbacks("connected", client.queuePair()).size() == 1),
        "no connected after the request was accepted");
  }

  @Rules("ACC-1")
  public void tellsThePeerThatARequestIsRejected(AdapterStage stage) throws Exception {
    InetSocketAddress at = stage.stage().tcpListener();
    stage.listen(at, 2);
    Queues client = stage.queues(stage.client());
    client.queuePair().connect(stage.anyPort(), at);
    stage.request(1).reject(AdapterError.REFUSED);
    failsWith("ACC-1", stage, client, AdapterError.REFUSED);
  }

  @Rules("LIS-2")
  public void refusesBeyondTheBacklogWithoutReporting(AdapterStage stage) throws Exception {
    InetSocketAddress at = stage.stage().tcpListener();
    stage.listen(at, 1);
    stage.queues(stage.client()).queuePair().connect(stage.anyPort(), at);
    stage.request(1);
    Queues second = stage.queues(stage.client());
    AdapterError error = errorOf("LIS-2", stage, second, at);
    Broken.unless("LIS-2", error == AdapterError.BACKLOG_FULL || error == AdapterError.REFUSED,
        "connect beyond the backlog ended with " + error);
    stage.stage().quiet();
    Broken.unless("LIS-2", stage.server().callbacks("connectionRequested", null).size() == 1,
        "connectionRequested for a request beyond the backlog");
  }

  @Rules("CON-3")
  public void doesNotReachATcpListenerWithoutACompanion(AdapterStage stage) throws Exception {
    InetSocketAddress at = stage.stage().tcpListener();
    Queues client = stage.queues(stage.client());
    AdapterError error = errorOf("CON-3", stage, client, at);
    Broken.unless("CON-3",
        List.of(AdapterError.NOT_REACHED, AdapterError.TIMED_OUT).contains(error),
        "connect to a TCP/IP listener without a companion ended with " + error);
  }

  @Rules("BLK-3")
  public void withdrawsTheRequestOfAnAttemptThatIsGivenUp(AdapterStage stage) throws Exception {
    InetSocketAddress at = stage.stage().tcpListener();
    AdapterListener listener = stage.listen(at, 1);
    Queues client = stage.queues(stage.client());
    long receive = client.receive(1);
    client.queuePair().connect(stage.anyPort(), at);
    ConnectionRequest request = stage.request(1);
    client.queuePair().disconnect();
    client.finish(receive, "BLK-3");
    Broken.unless("BLK-3",
        stage.await(() -> !stage.server().callbacks("requestWithdrawn", request).isEmpty()),
        "no requestWithdrawn after the peer gave up");
    listener.close();
    listener.close();
  }

  /** {@return how connect ends; the rule says that it does} */
  private static AdapterError errorOf(
      String rule, AdapterStage stage, Queues client, InetSocketAddress at) throws Exception {
    try {
      client.queuePair().connect(stage.anyPort(), at);
    } catch (AdapterException e) {
      return e.error();
    }
    return failure(rule, stage, client);
  }

  private static AdapterError failure(String rule, AdapterStage stage, Queues client)
      throws Exception {
    stage.await(() -> !stage.client().callbacks("connectFailed", client.queuePair()).isEmpty());
    for (AdapterEnd.Callback each : stage.client()
      .callbacks("connectFailed", client.queuePair())) {
      if (each.error() != null) {
        return each.error().error();
      }
    }
    throw new Broken(rule, "no connectFailed within the bound");
  }

  private static void failsWith(
      String rule, AdapterStage stage, Queues client, AdapterError expected) throws Exception {
    AdapterError error = failure(rule, stage, client);
    Broken.unless(rule, error == expected, "connect ended with " + error + ", not " + expected);
  }
}
