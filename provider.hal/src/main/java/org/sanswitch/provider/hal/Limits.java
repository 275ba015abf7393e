package org.sanswitch.provider.hal;

/**
 * The bounds of the hardware abstraction.
 *
 * @param flushNanos how long an adapter has to complete the operations of a socket that is closed
 * @param cleanupNanos how long WSPCleanup waits for sockets and for the progress thread
 * @param tickNanos how often the progress thread looks after sockets that nobody polls any longer
 */
record Limits(long flushNanos, long cleanupNanos, long tickNanos) {}
