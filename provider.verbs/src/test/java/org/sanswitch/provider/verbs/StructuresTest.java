package org.sanswitch.provider.verbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.rules.Rules;

/** What is read from structures of the libraries and from peers. */
class StructuresTest {

  private final MemorySegment event = Arena.ofAuto().allocate(VerbsLayout.EVENT_BYTES, 8);
  private final MemorySegment data = Arena.ofAuto().allocate(255, 8);

  private CmEvent read(int type, MemorySegment from, int length) {
    long at = event.address();
    Raw.putInt(at + VerbsLayout.EVENT_TYPE, type);
    Raw.putLong(at + VerbsLayout.EVENT_DATA, from.address());
    Raw.putByte(at + VerbsLayout.EVENT_DATA_LENGTH, length);
    return CmEvent.read(at);
  }

  @Test
  void readsPrivateDataAsLongAsTheLibrarySays() {
    data.fill((byte) 3);
    for (int length : new int[]{0, 1, 56, 148, 196, 255}) {
      byte[] expected = new byte[length];
      Arrays.fill(expected, (byte) 3);
      assertArrayEquals(expected, read(4, data, length).data());
    }
    assertEquals(0, read(4, MemorySegment.NULL, 200).data().length);
  }

  /** The library leaves what was there in events that carry none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 7, 10, 11, 12, 15, 99, -1})
  void readsNoPrivateDataOfOtherEvents(int type) {
    CmEvent read = read(type, MemorySegment.ofAddress(16), 255);
    assertEquals(0, read.data().length);
    assertEquals(0, read.listener());
  }

  @Test
  void knowsKindsByTheirNumbers() {
    assertEquals(CmEvent.Kind.CONNECT_REQUEST, CmEvent.Kind.of(4));
    assertEquals(CmEvent.Kind.REJECTED, CmEvent.Kind.of(8));
    assertEquals(CmEvent.Kind.ESTABLISHED, CmEvent.Kind.of(9));
    assertEquals(CmEvent.Kind.DEVICE_REMOVAL, CmEvent.Kind.of(11));
    for (int number : new int[]{12, 15, 1000, -1, Integer.MIN_VALUE}) {
      assertEquals(CmEvent.Kind.OTHER, CmEvent.Kind.of(number));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7", "0.0.0.0", "::"})
  void readsAddressesAsTheyAreWritten(String text) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(text), 54_321);
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(address, CmAddress.decode(CmAddress.encode(arena, address).address()));
    }
  }

  @Test
  void readsNoAddressOfAnUnknownFamily() {
    MemorySegment address = Arena.ofAuto().allocate(CmAddress.BYTES, 8);
    for (int family : new int[]{0, 1, 27, 255}) {
      Raw.putByte(address.address(), family);
      assertNull(CmAddress.decode(address.address()));
    }
  }

  /** MEM-2: a descriptor of a peer may say anything. */
  @Rules("MEM-2")
  @Test
  void checksTheBoundsOfADescriptorWithoutOverflow() {
    RemoteDescriptor all = new RemoteDescriptor(-1, Long.MAX_VALUE, 0);
    assertTrue(all.contains(Long.MAX_VALUE, 0));
    assertFalse(all.contains(Long.MAX_VALUE, 1));
    RemoteDescriptor some = new RemoteDescriptor(64, 100, 5);
    assertEquals(some, RemoteDescriptor.decode(some.encode()));
    assertTrue(some.contains(0, 100) && some.contains(100, 0));
    assertFalse(some.contains(1, 100) || some.contains(-1, 1) || some.contains(0, -1)
        || some.contains(101, 0) || some.contains(Long.MAX_VALUE, Long.MAX_VALUE));
    for (int length : new int[]{0, 19, 21, 64}) {
      assertNull(RemoteDescriptor.decode(new byte[length]));
    }
    assertNull(RemoteDescriptor.decode(new RemoteDescriptor(1, -1, 1).encode()));
  }

  @Test
  void asksForACompletionOftenEnough() {
    Signalling signalling = new Signalling(128);
    int silent = 0;
    for (int i = 0; i < 1000; i++) {
      boolean asked = signalling.isNeeded(true, false);
      silent = asked ? 0 : silent + 1;
      assertTrue(silent < 16, "send " + i);
      signalling.posted(asked);
      assertEquals(silent > 0, signalling.isSilent());
    }
    assertTrue(signalling.isNeeded(false, false) && signalling.isNeeded(true, true));
  }

  /** Whoever sleeps after each send gets completions at once, instead of two requests for each. */
  @Test
  void learnsThatSomebodySleepsAfterEachSend() {
    Signalling signalling = new Signalling(128);
    signalling.posted(signalling.isNeeded(true, false));
    assertTrue(signalling.needsMarker());
    signalling.markerPosted();
    for (int i = 0; i < 64; i++) {
      assertTrue(signalling.isNeeded(true, false));
      signalling.posted(true);
    }
    assertFalse(signalling.isNeeded(true, false));
  }

  @Test
  void keepsTheNumberOfEmptyWritesWithinTheQueue() {
    Signalling signalling = new Signalling(128);
    for (int i = 0; i < Signalling.MARKERS; i++) {
      signalling.posted(false);
      assertTrue(signalling.needsMarker());
      signalling.markerPosted();
    }
    signalling.posted(false);
    assertFalse(signalling.needsMarker());
    signalling.markerDone();
    assertTrue(signalling.needsMarker());
  }
}
