package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sanswitch.provider.emu.SegmentDescriptor.POSTED_OFFSET;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ARMED;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.BufferVector;

/** One wake-up does for messages that follow each other, and none is lost (ADR 165). */
class FollowedSendTest {

  private static final int LARGEST = 64;

  private final PlainSegment peer = new PlainSegment();
  private int bells;
  private final SendQueue sends =
      new SendQueue(new NotedEnding(), peer, LARGEST, new SendCompletions(), () -> bells++);

  FollowedSendTest() {
    peer.memory().set(ValueLayout.JAVA_INT, WAITER_OFFSET, WAITER_ARMED);
    peer.memory().set(ValueLayout.JAVA_LONG, POSTED_OFFSET, 3);
  }

  private AdapterError send(int length, boolean followed) {
    BufferVector message = new BufferVector();
    message.add(new byte[length], 0, length);
    message.followed(followed);
    return sends.send(0, message);
  }

  @Test
  void wakesWhoSleepsWithTheLastOfThem() {
    assertEquals(AdapterError.OK, send(8, true));
    assertEquals(AdapterError.OK, send(8, true));
    assertEquals(0, bells);
    assertEquals(AdapterError.OK, send(8, false));
    assertEquals(1, bells);
  }

  @Test
  void wakesWhoSleepsAlthoughTheNextIsRefused() {
    assertEquals(AdapterError.OK, send(8, true));
    assertEquals(AdapterError.MESSAGE_SIZE, send(LARGEST + 1, false));
    assertEquals(1, bells);
  }

  @Test
  void wakesWhoSleepsAlthoughThereIsNoReceiveForTheNext() {
    for (int i = 0; i < 3; i++) {
      assertEquals(AdapterError.OK, send(8, true));
    }
    assertEquals(0, bells);
    assertEquals(AdapterError.NO_RESOURCES, send(8, true));
    assertEquals(1, bells);
  }
}
