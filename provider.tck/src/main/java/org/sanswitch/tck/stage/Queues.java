package org.sanswitch.tck.stage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * The queues of a queue pair, as one thread uses them: posts under ascending ids, and judges every
 * completion: once, under an id that was posted, in order (CMP-3).
 */
public final class Queues {

  private static final int MOST = 16;

  /**
   * A completion.
   *
   * @param error how it ended
   * @param bytes how many
   */
  public record Completion(AdapterError error, int bytes) {}

  /** What was posted under an id. */
  private record Posted(boolean send, MemoryRegion region) {}

  private final QueuePair queuePair;
  private final Trace trace;
  private final Findings findings;
  private final Duration bound;
  private final Map<Long, Posted> posted = new HashMap<>();
  private final Map<Long, Completion> completions = new HashMap<>();
  private LongConsumer inSink = id -> {};
  private long nextId;
  private long lastSend = -1;
  private long lastReceive = -1;

  Queues(QueuePair queuePair, Trace trace, Findings findings, Duration bound) {
    this.queuePair = queuePair;
    this.trace = trace;
    this.findings = findings;
    this.bound = bound;
  }

  /** {@return the queue pair} */
  public QueuePair queuePair() {
    return queuePair;
  }

  /**
   * Says what to do inside the sink.
   *
   * @param action gets the id
   */
  public void inSink(LongConsumer action) {
    inSink = action;
  }

  /**
   * {@return the memory of an operation}
   *
   * @param id its id
   */
  public MemoryRegion region(long id) {
    Posted known = posted.get(id);
    if (known == null) {
      throw new IllegalArgumentException("nothing was posted under " + id);
    }
    return known.region();
  }

  /**
   * Posts a receive.
   *
   * @param bytes size of its buffer
   * @return its id
   * @throws AdapterException as allocate
   * @throws Broken if it is refused (CMP-1)
   */
  public long receive(int bytes) throws AdapterException, Broken {
    MemoryRegion region = queuePair.allocate(bytes);
    long id = nextId++;
    posted.put(id, new Posted(false, region));
    accepted("postReceive", id, queuePair.postReceive(id, region, 0, bytes));
    return id;
  }

  /**
   * Posts a send.
   *
   * @param message the message
   * @return its id
   * @throws AdapterException as allocate
   * @throws Broken if it is refused (CMP-1)
   */
  public long send(byte[] message) throws AdapterException, Broken {
    MemoryRegion region = queuePair.allocate(message.length);
    region.segment().copyFrom(MemorySegment.ofArray(message));
    BufferVector vector = new BufferVector();
    vector.add(region.segment(), 0, message.length, region);
    long id = nextId++;
    posted.put(id, new Posted(true, region));
    accepted("postSend", id, queuePair.postSend(id, vector));
    return id;
  }

  private void accepted(String call, long id, AdapterError answer) throws Broken {
    trace.add("down " + call + " " + id + " = " + answer);
    if (answer != AdapterError.OK) {
      posted.remove(id);
      throw new Broken("CMP-1", call + " " + id + " answered " + answer);
    }
  }

  /** Polls once. */
  public void poll() {
    queuePair.completions().poll(this::completed, MOST);
  }

  private void completed(long id, AdapterError error, int bytes) {
    trace.add("  up completion " + id + " " + error + " " + bytes + " bytes");
    Posted known = posted.get(id);
    if (known == null) {
      findings.broken("CMP-3", "completion of " + id + ", which was not posted");
      return;
    }
    if (completions.put(id, new Completion(error, bytes)) != null) {
      findings.broken("CMP-3", id + " completed twice");
      return;
    }
    if (id < (known.send() ? lastSend : lastReceive)) {
      findings.broken("CMP-3", id + " completed after one that was posted later");
    }
    if (known.send()) {
      lastSend = Math.max(lastSend, id);
    } else {
      lastReceive = Math.max(lastReceive, id);
    }
    inSink.accept(id);
  }

  /** {@return how an operation completed, or null} */
  public @Nullable Completion completion(long id) {
    return completions.get(id);
  }

  /**
   * Polls until an operation is complete.
   *
   * @param id its id
   * @param rule the rule that says that it must complete
   * @return how
   * @throws Broken if it does not complete within the bound
   * @throws InterruptedException if the check is ended
   */
  public Completion finish(long id, String rule) throws Broken, InterruptedException {
    Bounded.await(bound, () -> {
      poll();
      return completions.containsKey(id);
    });
    Completion done = completions.get(id);
    if (done == null) {
      throw new Broken(rule, id + " did not complete within the bound");
    }
    return done;
  }

  /**
   * Checks that a receive takes exactly that message.
   *
   * @param rule the rule that demands it
   * @param id the receive
   * @param message what was sent
   * @throws Broken if it does not
   * @throws InterruptedException if the check is ended
   */
  public void arrives(String rule, long id, byte[] message) throws Broken, InterruptedException {
    Completion done = finish(id, rule);
    Broken.unless(rule, done.error() == AdapterError.OK, "receive " + id + " ended with " + done);
    Pattern.same(rule, "receive " + id, message,
        region(id).segment().asSlice(0, done.bytes()).toArray(ValueLayout.JAVA_BYTE));
  }
}
