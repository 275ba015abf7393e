package org.sanswitch.itests;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sanswitch.api.EndReason;

/** The log of the switch's sessions, which is where an operator reads why one has ended. */
final class SessionLog extends Handler implements AutoCloseable {

  private static final Pattern ENDED =
      Pattern.compile(":(\\d+) to \\S+:(\\d+) ended: ([A-Z_]+)");

  /** How a session between two ports ended. */
  private record End(int local, int remote, EndReason reason) {}

  private final Logger logger = Logger.getLogger("org.sanswitch.session");
  private final Level before = logger.getLevel();
  private final List<End> ends = new CopyOnWriteArrayList<>();

  SessionLog() {
    logger.setLevel(Level.ALL);
    logger.addHandler(this);
  }

  /** {@return why both ends of the connections to that port ended} */
  List<EndReason> endsAt(int port) {
    return ends.stream()
      .filter(end -> end.local == port || end.remote == port)
      .map(End::reason)
      .toList();
  }

  @Override
  public void publish(LogRecord record) {
    Matcher ended = ENDED.matcher(String.valueOf(record.getMessage()));
    if (ended.find()) {
      ends.add(new End(Integer.parseInt(ended.group(1)), Integer.parseInt(ended.group(2)),
          EndReason.valueOf(ended.group(3))));
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
