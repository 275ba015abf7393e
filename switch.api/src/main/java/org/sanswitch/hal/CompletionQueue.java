package org.sanswitch.hal;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Completions of one queue pair.
 *
 * <p><b>Threading.</b> {@link #poll} is called by one thread at a time. {@link #await} may be called
 * by one thread while others poll; {@link #wake} and {@link #arm} by any.
 */
@ConsumerType
public interface CompletionQueue {

  /** Takes completions. */
  @FunctionalInterface
  interface Sink {
    /**
     * One operation is complete.
     *
     * @param id the id that it was posted with
     * @param error OK, FLUSHED, DISCONNECTED, MESSAGE_SIZE, REMOTE_ACCESS or ADAPTER_FAILED
     * @param bytes number of bytes that were transferred
     */
    void completed(long id, AdapterError error, int bytes);
  }

  /**
   * Takes what is complete. Data path: throws nothing itself; costs next to nothing when nothing is
   * complete (for emulated hardware: one load of one shared word).
   *
   * @param sink is called for each, inside this call; it may post to the queue pair
   * @param max greatest number to take
   * @return number of completions that were taken
   */
  int poll(Sink sink, int max);

  /**
   * Asks for one {@link AdapterHandler#completionsReady} when there is something to poll. Armed
   * once, it stays armed until it fires.
   *
   * @return false if there is something to poll already, and then it is not armed
   */
  boolean arm();

  /**
   * Blocks the calling platform thread until there may be something to poll, {@link #wake} is
   * called, the thread is interrupted, or the time is over. May return early without cause. It does
   * not spin: whoever calls it has done so.
   *
   * @param nanos how long at most, more than 0
   */
  void await(long nanos);

  /** Ends the await of another thread, or the next one if there is none now. */
  void wake();
}
