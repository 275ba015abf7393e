package org.sanswitch.provider.emu;

/**
 * The layout of the shared segment of one side of a connection: all that its receiving direction
 * needs. Every offset is here.
 *
 * <pre>
 *        0  header: written once by the owner before the peer is told
 *      128  state of the owner (int)                       written by the owner
 *      256  waiter bits of the owner (int)                 read-modify-write by both
 *      384  number of receives posted so far (long)        written by the owner
 *      512  remote keys, 32 of 64 bytes                    written by the owner; users by both
 *     2560  receive descriptors, 64 of 8 bytes             written by the owner
 *     3072  completion entries, 64 of 64 bytes             written by the peer
 *     8192  arena: what allocate hands out                 written by both
 * </pre>
 *
 * <p>A completion entry is a word, sequence number (high 32 bits, counted from 1) and length, and
 * room for a message of up to {@link #INLINE} bytes, so that a small message is one cache line.
 * Longer messages lie in the posted buffer when the word is released.
 */
final class SegmentDescriptor {

  /** "SANEMU" and two digits: also tells the byte order. */
  static final long MAGIC = 0x3130_554d_454e_4153L;

  static final int VERSION = 3;

  static final long MAGIC_OFFSET = 0;
  static final long VERSION_OFFSET = 8;
  static final long FLAGS_OFFSET = 12;
  static final long NONCE_OFFSET = 16;
  static final long SIZE_OFFSET = 24;

  static final long STATE_OFFSET = 128;
  static final long WAITER_OFFSET = 256;
  static final long POSTED_OFFSET = 384;

  static final long KEYS_OFFSET = 512;
  static final int KEYS = 32;
  static final int KEY_STRIDE = 64;

  /** Within a remote key: random value, 0 while free. */
  static final long KEY_VALUE = 0;
  /** Within a remote key: first byte in the arena. */
  static final long KEY_START = 8;
  /** Within a remote key: length in bytes. */
  static final long KEY_LENGTH = 16;
  /** Within a remote key: access bits. */
  static final long KEY_ACCESS = 24;
  /** Within a remote key: number of accesses under way. */
  static final long KEY_USERS = 32;

  static final long RECEIVES_OFFSET = 2560;
  /** More than a session of the switch posts; each costs an idle connection 72 bytes, and 40 of heap. */
  static final int RECEIVES = 64;

  static final long COMPLETIONS_OFFSET = 3072;
  static final int COMPLETION_STRIDE = 64;
  static final int INLINE = 56;

  static final long ARENA_OFFSET = 8192;
  static final long MIN_ARENA = 64 << 10;
  static final long MAX_ARENA = 1 << 30;
  static final int MAX_MESSAGE = 1 << 20;

  /** Flag: threads of this side run a process-wide barrier before they sleep. */
  static final int FLAG_BARRIER = 1;

  /** State: the owner serves the connection. */
  static final int STATE_OPEN = 1;
  /** State: the owner has disconnected in good order. */
  static final int STATE_DISCONNECTED = 2;

  /** Waiter bit: a thread sleeps on the word. */
  static final int WAITER_FUTEX = 1;
  /** Waiter bit: a byte on the link is wanted. */
  static final int WAITER_ARMED = 2;
  /** Waiter bit: whoever signals exchanges the word, so that sleepers need no barrier (ADR 163). */
  static final int WAITER_ATOMIC = 4;

  private SegmentDescriptor() {}

  /** {@return where the completion entry of a message is} */
  static long completion(long sequence) {
    return COMPLETIONS_OFFSET + (sequence & (RECEIVES - 1)) * COMPLETION_STRIDE;
  }

  /** {@return where the descriptor of a posted receive is} */
  static long receive(long sequence) {
    return RECEIVES_OFFSET + (sequence & (RECEIVES - 1)) * Long.BYTES;
  }

  /** {@return where a remote key is} */
  static long key(int index) {
    return KEYS_OFFSET + (long) index * KEY_STRIDE;
  }

  /** {@return the word that completes a message} */
  static long word(long sequence, int length) {
    return ((sequence + 1) << 32) | length;
  }

  /** {@return whether a word completes that message} */
  static boolean completes(long word, long sequence) {
    return (int) (word >>> 32) == (int) (sequence + 1);
  }

  /** {@return a receive descriptor} */
  static long descriptor(long start, int length) {
    return (start << 32) | length;
  }
}
