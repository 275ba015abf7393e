package org.sanswitch.provider.verbs;

/**
 * How far a device goes, and what of that is used.
 *
 * @param message greatest message in bytes
 * @param inline greatest message that a request itself carries, in bytes; 0 for none
 * @param sends most sends and transfers under way on a queue pair
 * @param receives most receives posted on a queue pair
 * @param rdma greatest RDMA transfer in bytes
 * @param pieces pieces of memory in a send
 * @param responder reads by a peer that the device serves at once
 * @param initiator own reads that the device has under way at once; 0 for no reads
 */
record Capabilities(
    int message, int inline, int sends, int receives, int rdma, int pieces, int responder,
    int initiator) {

  /** What is said of a device that cannot be asked. */
  static Capabilities unknown(VerbsSettings settings) {
    return new Capabilities(
        settings.maxMessageSize(), 0, settings.sends(), settings.receives(), 0, 1, 1, 1);
  }

  /** {@return whether a device that goes this far can do what was promised} */
  boolean covers(Capabilities promised) {
    return message >= promised.message && inline >= promised.inline && sends >= promised.sends
        && receives >= promised.receives && rdma >= promised.rdma
        && Math.min(initiator, 1) >= Math.min(promised.initiator, 1);
  }
}
