package org.sanswitch.impl.session;

/** Sends the control frames of large transfers that were asked for. Guard: send gate. */
final class LargeFrames {

  /** What is done here. */
  static final int ALL =
      SendPath.LARGE
          | SendPath.READ_DONE
          | SendPath.WRITE_GRANT
          | SendPath.WRITE_DONE
          | SendPath.TRIM;

  /** Those that need a control credit. */
  static final int CONTROL =
      SendPath.READ_DONE | SendPath.WRITE_GRANT | SendPath.WRITE_DONE;

  private final SendPath path;
  private final FrameWriter frames;
  private final Credits credits;
  private final LargeSends sends;
  private final LargeReceives receives;

  /** Number of transfers that the peer was told to forget. */
  private int forgotten;

  LargeFrames(
      SendPath path,
      FrameWriter frames,
      Credits credits,
      LargeSends sends,
      LargeReceives receives) {
    this.path = path;
    this.frames = frames;
    this.credits = credits;
    this.sends = sends;
    this.receives = receives;
  }

  /** Does what is due and possible. */
  void flush() {
    if (path.take(SendPath.TRIM)) {
      sends.trim();
    }
    if (credits.mayControl() && path.take(SendPath.READ_DONE)) {
      readDone();
    }
    if (credits.mayControl() && path.take(SendPath.WRITE_GRANT)) {
      int length = receives.grant().encode(frames.controlPayload());
      if (!path.isSent(frames.control(FrameType.WRITE_GRANT, 0, length))) {
        path.mark(SendPath.WRITE_GRANT);
      }
    }
    if (path.take(SendPath.LARGE)) {
      sends.progress();
    }
    if (credits.mayControl() && path.take(SendPath.WRITE_DONE)) {
      writeDone();
    }
  }

  private void readDone() {
    int count = receives.doneCount();
    if (count == forgotten) {
      return;
    }
    frames.controlPayload().set(FrameDescriptor.INT, LargeDescriptor.ID, count - 1);
    if (path.isSent(
        frames.control(FrameType.READ_DONE, 0, LargeDescriptor.READ_DONE_LENGTH))) {
      forgotten = count;
    } else {
      path.mark(SendPath.READ_DONE);
    }
  }

  private void writeDone() {
    int length = sends.encodeDone(frames.controlPayload());
    sends.grantOpen(false);
    if (!path.isSent(frames.control(FrameType.WRITE_DONE, 0, length))) {
      sends.grantOpen(true);
      path.mark(SendPath.WRITE_DONE);
    }
  }
}
