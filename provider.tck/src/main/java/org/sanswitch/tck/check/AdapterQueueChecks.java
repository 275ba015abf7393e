package org.sanswitch.tck.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;
import org.sanswitch.tck.stage.AdapterStage;
import org.sanswitch.tck.stage.Broken;
import org.sanswitch.tck.stage.Pattern;
import org.sanswitch.tck.stage.Queues;

/** The queues of an adapter: completions, waiting, memory, disconnecting; with the rules they stand for. */
public final class AdapterQueueChecks {

  private static final int MESSAGES = 6;
  private static final int SIZE = 700;

  private static AdapterStage.Link connect(AdapterStage stage, List<Long> receives)
      throws Exception {
    return stage.connect(client -> {}, server -> {
      for (int i = 0; i < MESSAGES; i++) {
        receives.add(server.receive(SIZE));
      }
    });
  }

  @Rules({"CMP-3", "ACC-3"})
  public void takesReceivesBeforeItIsConnectedAndCompletesAllOnceInOrder(AdapterStage stage)
      throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    List<Long> sends = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      sends.add(link.client().send(Pattern.bytes(i, SIZE - i)));
    }
    for (int i = 0; i < MESSAGES; i++) {
      link.server().arrives("CMP-3", receives.get(i), Pattern.bytes(i, SIZE - i));
      Queues.Completion sent = link.client().finish(sends.get(i), "CMP-3");
      Broken.unless("CMP-3", sent.error() == AdapterError.OK, "send ended with " + sent);
    }
    stage.stage().quiet();
    link.client().poll();
    link.server().poll();
  }

  @Rules({"CLO-3", "MEM-3"})
  public void hasFreedMemoryWhenItIsPolledAndRefusesToBefore(AdapterStage stage)
      throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    Queues server = link.server();
    MemoryRegion first = server.region(receives.getFirst());
    invalid(server, first, "of a receive under way");
    List<String> refused = new ArrayList<>();
    server.inSink(id -> {
      try {
        server.queuePair().deregister(server.region(id));
      } catch (AdapterException e) {
        refused.add("deregister in the sink of receive " + id + ": " + e.error());
      }
    });
    link.client().send(Pattern.bytes(1, SIZE));
    server.finish(receives.getFirst(), "CMP-3");
    Broken.unless("CLO-3", refused.isEmpty(), String.join("; ", refused));
    invalid(server, first, "that was deregistered");
    MemoryRegion foreign = link.client().queuePair().allocate(SIZE);
    invalid(server, foreign, "of another queue pair");
  }

  private static void invalid(Queues queues, MemoryRegion region, String what) throws Broken {
    try {
      queues.queuePair().deregister(region);
    } catch (AdapterException e) {
      Broken.unless("MEM-3", e.error() == AdapterError.INVALID,
          "deregister of memory " + what + ": " + e.error());
      return;
    }
    throw new Broken("MEM-3", "deregister of memory " + what + " succeeded");
  }

  @Rules("CLO-2")
  public void flushesWhatIsUnderWayWhenItDisconnects(AdapterStage stage) throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    link.server().queuePair().disconnect();
    link.server().queuePair().disconnect();
    for (long each : receives) {
      Queues.Completion done = link.server().finish(each, "CLO-2");
      Broken.unless("CLO-2", done.error() == AdapterError.FLUSHED,
          "receive " + each + " ended with " + done + ", not FLUSHED");
    }
    stage.stage().quiet();
    link.server().poll();
  }

  @Rules({"CLO-1", "CLO-9"})
  public void deliversWhatHadArrivedThenTellsThatThePeerHasGone(AdapterStage stage)
      throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    link.client().finish(link.client().send(Pattern.bytes(2, SIZE)), "CMP-3");
    link.client().queuePair().disconnect();
    link.server().arrives("CLO-9", receives.getFirst(), Pattern.bytes(2, SIZE));
    for (long each : receives.subList(1, MESSAGES)) {
      Queues.Completion done = link.server().finish(each, "CLO-1");
      Broken.unless("CLO-1", done.error() == AdapterError.DISCONNECTED,
          "receive " + each + " ended with " + done + ", not DISCONNECTED");
    }
    Broken.unless("CLO-1",
        stage.await(
            () -> stage.server().callbacks("disconnected", link.server().queuePair()).size() == 1),
        "disconnected was told " + stage.server()
          .callbacks("disconnected", link.server().queuePair())
          .size() + " times");
  }

  @Rules("CMP-3")
  public void tellsOnceThatThereAreCompletionsWhenItIsArmed(AdapterStage stage) throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    Queues server = link.server();
    CompletionQueue queue = server.queuePair().completions();
    Broken.unless("CMP-3", stage.await(() -> arms(server, queue)),
        "arm tells again and again that there is something, poll finds nothing");
    link.client().send(Pattern.bytes(3, SIZE));
    Broken.unless("CMP-3",
        stage.await(
            () -> !stage.server().callbacks("completionsReady", server.queuePair()).isEmpty()),
        "no completionsReady after arm");
    Broken.unless("CMP-3", !queue.arm(), "arm does not see the completion that was told");
    server.finish(receives.getFirst(), "CMP-3");
    link.client().send(Pattern.bytes(4, SIZE));
    server.finish(receives.get(1), "CMP-3");
    stage.stage().quiet();
    int told = stage.server().callbacks("completionsReady", server.queuePair()).size();
    Broken.unless("CMP-3", told == 1, "completionsReady was told " + told + " times for one arm");
  }

  private static boolean arms(Queues queues, CompletionQueue queue) {
    queues.poll();
    return queue.arm();
  }

  @Rules("CMP-2")
  public void endsAWaitWhenItIsWokenOrSomethingCompletes(AdapterStage stage) throws Exception {
    List<Long> receives = new ArrayList<>();
    AdapterStage.Link link = connect(stage, receives);
    CompletionQueue queue = link.server().queuePair().completions();
    long bound = stage.stage().provider().bound().toNanos();
    queue.wake();
    long start = System.nanoTime();
    queue.await(2 * bound);
    link.client().send(Pattern.bytes(5, SIZE));
    while (link.server().completion(receives.getFirst()) == null
        && System.nanoTime() - start < 2 * bound) {
      queue.await(2 * bound);
      link.server().poll();
    }
    long taken = System.nanoTime() - start;
    Broken.unless("CMP-2", taken < bound, "await took " + TimeUnit.NANOSECONDS.toMillis(taken)
        + " ms, although it was woken and a receive was complete");
  }
}
