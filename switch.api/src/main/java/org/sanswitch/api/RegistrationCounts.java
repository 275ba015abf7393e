package org.sanswitch.api;

/**
 * What the registration cache of a provider holds and has done since the provider was started
 * (MEM-5).
 *
 * @param entries registrations that are kept now, though nobody uses them
 * @param bytes bytes of memory that they have together
 * @param hits registrations that were answered from the cache
 * @param misses registrations that were not
 * @param evictions registrations that were kept and then ended: for want of room, because their
 *     memory or their socket went, or at the end of the provider
 */
public record RegistrationCounts(
    int entries, long bytes, long hits, long misses, long evictions) {}
