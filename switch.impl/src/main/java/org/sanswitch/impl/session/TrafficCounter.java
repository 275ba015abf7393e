package org.sanswitch.impl.session;

/**
 * Bytes of one connection. Not atomic: sent is called by one writer at a time, received by one
 * reader at a time.
 */
public interface TrafficCounter {

  /**
   * Counts bytes that the application wrote.
   *
   * @param bytes how many
   */
  void sent(long bytes);

  /**
   * Counts bytes that the application read.
   *
   * @param bytes how many
   */
  void received(long bytes);

  /** The connection is closed; the counts go into the totals. Idempotent. */
  void close();
}
