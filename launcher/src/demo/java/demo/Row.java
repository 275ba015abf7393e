package demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One row of the database client's table.
 *
 * @param id its key, from 0 upwards
 * @param part one of a hundred groups
 * @param amount a number that may be negative
 * @param name text that is not ASCII alone
 * @param data bytes, or null
 */
record Row(int id, int part, long amount, String name, byte[] data) {

  static final int PARTS = 100;

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzäßéñøçžşłőαβγжщю漢字かな";
  private static final int MOST_LETTERS = 120;
  private static final int MOST_DATA = 64;

  /** A table is the same whenever it is made of the same seed. */
  static List<Row> generate(long seed, int count) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>(count);
    for (int id = 0; id < count; id++) {
      rows.add(new Row(id, random.nextInt(PARTS), random.nextInt(), name(random), data(random)));
    }
    return rows;
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int left = random.nextInt(MOST_LETTERS); left >= 0; left--) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  private static byte[] data(Random random) {
    int length = random.nextInt(-1, MOST_DATA);
    if (length < 0) {
      return null;
    }
    byte[] data = new byte[length];
    random.nextBytes(data);
    return data;
  }

  /** No encoding of the row is shorter. */
  int leastBytes() {
    return name.length() + (data == null ? 0 : data.length);
  }

  /** Adds all of the row, so that no two different tables give the same bytes. */
  void addTo(MessageDigest digest) {
    byte[] letters = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer numbers = ByteBuffer.allocate(24)
        .putInt(id).putInt(part).putLong(amount)
        .putInt(letters.length).putInt(data == null ? -1 : data.length);
    digest.update(numbers.flip());
    digest.update(letters);
    if (data != null) {
      digest.update(data);
    }
  }
}
