package org.sanswitch.api;

/**
 * What large transfers have of memory: those of one connection, or of all connections of a provider
 * since it was started (SES-4 to SES-6, MEM-5).
 *
 * @param stagedBytes bytes of memory of the switch that copies go through now
 * @param lent how often a buffer of the application was registered for a transfer, and not copied
 * @param revoked registrations that the peer could reach and that were ended, so that it reaches them
 *     no longer; those that went with their connection do not count
 */
public record MemoryUse(long stagedBytes, long lent, long revoked) {

  /** Nothing was used. */
  public static final MemoryUse NONE = new MemoryUse(0, 0, 0);
}
