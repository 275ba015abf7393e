package demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;

/** Values of some 100 KiB, which JDBC moves as streams, each of another length. */
final class LargeValues {

  private static final int COUNT = 8;
  private static final int LEAST = 200 * 1024;
  private static final int MOST = 600 * 1024;
  private static final int LETTERS = 0x2000;

  private final byte[][] blobs = new byte[COUNT][];
  private final String[] clobs = new String[COUNT];

  private LargeValues(long seed) {
    Random random = new Random(seed);
    for (int id = 0; id < COUNT; id++) {
      blobs[id] = new byte[random.nextInt(LEAST, MOST)];
      random.nextBytes(blobs[id]);
      clobs[id] = text(random);
    }
  }

  private static String text(Random random) {
    char[] text = new char[random.nextInt(LEAST, MOST)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) random.nextInt(LETTERS);
    }
    return new String(text);
  }

  /** Puts them into the empty table "large" and reads them back. */
  static void move(Connection connection, long seed) throws SQLException, IOException {
    LargeValues values = new LargeValues(seed);
    long start = System.nanoTime();
    values.put(connection);
    long same = values.compare(connection);
    DatabaseClient.report("large", COUNT, values.leastBytes(), System.nanoTime() - start,
        (long) COUNT, same);
  }

  private void put(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO large VALUES (?, ?, ?)")) {
      for (int id = 0; id < COUNT; id++) {
        insert.setInt(1, id);
        insert.setBinaryStream(2, new ByteArrayInputStream(blobs[id]));
        insert.setCharacterStream(3, new StringReader(clobs[id]));
        insert.executeUpdate();
      }
    }
    connection.commit();
  }

  /** How many of them have come back as they were. */
  private long compare(Connection connection) throws SQLException, IOException {
    long same = 0;
    try (Statement query = connection.createStatement();
        ResultSet all = query.executeQuery("SELECT id, blob, clob FROM large ORDER BY id")) {
      while (all.next()) {
        int id = all.getInt(1);
        try (InputStream bytes = all.getBinaryStream(2); Reader text = all.getCharacterStream(3)) {
          StringWriter found = new StringWriter();
          boolean right = Arrays.equals(bytes.readAllBytes(), blobs[id]);
          text.transferTo(found);
          same += right && found.toString().equals(clobs[id]) ? 1 : 0;
        }
      }
    }
    return same;
  }

  private long leastBytes() {
    long bytes = 0;
    for (int id = 0; id < COUNT; id++) {
      bytes += blobs[id].length + clobs[id].length();
    }
    return bytes;
  }
}
