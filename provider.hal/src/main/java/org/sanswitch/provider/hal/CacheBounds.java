package org.sanswitch.provider.hal;

import org.sanswitch.settings.SettingsReader;

/**
 * How much a provider keeps in its registration cache, all sockets together.
 *
 * @param entries greatest number of registrations; 0 for no cache at all
 * @param bytes greatest number of bytes of all of them together
 */
record CacheBounds(int entries, long bytes) {

  private static final long MIB = 1L << 20;
  private static final int ENTRIES = 256;
  private static final int MOST_ENTRIES = 65_536;
  private static final int MEBIBYTES = 256;
  private static final int MOST_MEBIBYTES = 1 << 20;

  /** What rules without a configuration. */
  static final CacheBounds DEFAULT = new CacheBounds(ENTRIES, MEBIBYTES * MIB);

  /** {@return what an operator has set; what is not allowed is told by the reader} */
  static CacheBounds read(SettingsReader reader) {
    return new CacheBounds(reader.number("cache.entries", 0, MOST_ENTRIES, ENTRIES),
        reader.number("cache.mib", 1, MOST_MEBIBYTES, MEBIBYTES) * MIB);
  }
}
