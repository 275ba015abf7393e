package org.sanswitch.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.JavaChild;

/**
 * What one client has measured.
 *
 * @param bytes payload bytes that it has sent at least
 * @param gibPerSecond the median of all transfers of the file, both ways
 * @param roundTripsPerSecond round trips of 16 bytes
 * @param p50 median of a round trip, in microseconds
 * @param p99 99th percentile of a round trip, in microseconds
 */
record Figures(
    long bytes, double gibPerSecond, double roundTripsPerSecond, double p50, double p99) {

  /** How many connections the client makes. */
  static final int CONNECTIONS = 2;

  private static final double GIB = 1L << 30;

  static Figures read(JavaChild client) throws CheckFailedException {
    long bytes = 0;
    List<Double> transfers = new ArrayList<>();
    String line = client.line();
    for (; line.startsWith("put ") || line.startsWith("get "); line = client.line()) {
      String[] words = line.split(" ", -1);
      if (!words[3].equals("same")) {
        throw new CheckFailedException("SHA-256 differs: " + line);
      }
      bytes += words[0].equals("put") ? Long.parseLong(words[1]) : 0;
      transfers.add(Long.parseLong(words[1]) / GIB / (Long.parseLong(words[2]) / 1e9));
    }
    String[] ping = line.split(" ", -1);
    String last = client.line();
    if (transfers.isEmpty() || !ping[0].equals("ping") || !last.equals("done")) {
      throw new CheckFailedException("the client has printed: " + line + "; " + last);
    }
    transfers.sort(null);
    double count = Double.parseDouble(ping[1]);
    return new Figures(bytes, transfers.get(transfers.size() / 2),
        count / (Double.parseDouble(ping[2]) / 1e9), Double.parseDouble(ping[3]) / 1e3,
        Double.parseDouble(ping[4]) / 1e3);
  }
}
