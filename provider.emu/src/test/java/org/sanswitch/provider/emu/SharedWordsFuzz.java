package org.sanswitch.provider.emu;

import org.sanswitch.fuzz.FuzzTarget;
import org.sanswitch.fuzz.InputReader;
import org.sanswitch.hal.AdapterException;

/**
 * A peer that writes any word into the shared segments at any time: counters, receive descriptors,
 * completion entries, keys. What must hold is in {@link SharedWordsScript}; what is read or written
 * far outside ends the JVM, which is a finding too.
 */
class SharedWordsFuzz extends FuzzTarget {

  private static final PlainSegment OWN = new PlainSegment();
  private static final PlainSegment PEER = new PlainSegment();

  public static void fuzzerTestOneInput(byte[] input) throws AdapterException {
    OWN.clear();
    PEER.clear();
    new SharedWordsScript(new InputReader(input), OWN, PEER).run();
  }
}
