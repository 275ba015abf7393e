package org.sanswitch.provider.verbs;

import org.sanswitch.settings.SettingsReader;

/**
 * The checked configuration.
 *
 * @param maxMessageSize greatest message in bytes, if the device carries it
 * @param inlineSize greatest message in bytes that goes into the request itself, if the device can
 * @param sends sends under way on a queue pair, if the device has room
 * @param receives receives posted on a queue pair, if the device has room
 * @param rdmaThreshold from how many bytes on RDMA is preferred
 * @param drainMillis how long the JVM's end waits for what was sent
 */
record VerbsSettings(
    int maxMessageSize, int inlineSize, int sends, int receives, int rdmaThreshold,
    int drainMillis) {

  static final int MIN_MESSAGE = 4096;
  static final int MAX_MESSAGE = 1 << 20;
  static final int MAX_INLINE = 1024;
  static final int MIN_QUEUE = 64;
  static final int MAX_QUEUE = 1024;
  static final int MAX_DRAIN = 60_000;

  /** What rules without a configuration. */
  static final VerbsSettings DEFAULT =
      new VerbsSettings(64 << 10, 256, 128, 128, 64 << 10, 2000);

  /** Reads what an operator has set; what is not allowed is told by the reader. */
  static VerbsSettings read(SettingsReader reader) {
    return new VerbsSettings(
        reader.number("max.message.size", MIN_MESSAGE, MAX_MESSAGE, DEFAULT.maxMessageSize),
        reader.number("inline.size", 0, MAX_INLINE, DEFAULT.inlineSize),
        reader.number("sends", MIN_QUEUE, MAX_QUEUE, DEFAULT.sends),
        reader.number("receives", MIN_QUEUE, MAX_QUEUE, DEFAULT.receives),
        reader.number("rdma.threshold", MIN_MESSAGE, Integer.MAX_VALUE, DEFAULT.rdmaThreshold),
        reader.number("exit.drain.millis", 0, MAX_DRAIN, DEFAULT.drainMillis));
  }
}
