package demo;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * An ordinary client of a database, by JDBC alone: puts rows in, asks for sums and for single rows,
 * reads all of them back in order, and moves large values. All that comes back is compared with what
 * was generated. Prints what it found, waits for the end of its input, and ends.
 */
public final class DatabaseClient {

  private static final long SEED = 42;

  /** The first one is for the two JVMs to warm up. */
  private static final int ROUNDS = 2;

  private static final int BATCH = 1_000;
  private static final int MOST_LOOK_UPS = 5_000;

  private DatabaseClient() {}

  /** Takes the URL of an empty database and the number of rows. */
  public static void main(String[] arguments) throws Exception {
    List<Row> rows = Row.generate(SEED, Integer.parseInt(arguments[1]));
    try (Connection connection = DriverManager.getConnection(arguments[0], "demo", "")) {
      connection.setAutoCommit(false);
      for (int round = 0; round < ROUNDS; round++) {
        execute(connection, "CREATE TABLE item (id INTEGER PRIMARY KEY, part INTEGER NOT NULL, "
            + "amount BIGINT NOT NULL, name VARCHAR(200) NOT NULL, data VARBINARY(100))");
        insert(connection, rows);
        sum(connection, rows);
        lookUp(connection, rows);
        scan(connection, rows);
        execute(connection, "DROP TABLE item");
      }
      execute(connection, "CREATE TABLE large (id INTEGER PRIMARY KEY, blob BLOB, clob CLOB)");
      LargeValues.move(connection, SEED);
    }
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    long start = System.nanoTime();
    long inserted = 0;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item VALUES (?, ?, ?, ?, ?)")) {
      for (Row row : rows) {
        insert.setInt(1, row.id());
        insert.setInt(2, row.part());
        insert.setLong(3, row.amount());
        insert.setString(4, row.name());
        insert.setBytes(5, row.data());
        insert.addBatch();
        if (row.id() % BATCH == BATCH - 1 || row.id() == rows.size() - 1) {
          for (int count : insert.executeBatch()) {
            inserted += count;
          }
        }
      }
    }
    connection.commit();
    report("insert", rows.size(), bytes(rows), System.nanoTime() - start,
        (long) rows.size(), inserted);
  }

  private static void sum(Connection connection, List<Row> rows) throws SQLException {
    long[] counts = new long[Row.PARTS];
    long[] sums = new long[Row.PARTS];
    for (Row row : rows) {
      counts[row.part()]++;
      sums[row.part()] += row.amount();
    }
    StringBuilder expected = new StringBuilder();
    for (int part = 0; part < Row.PARTS; part++) {
      if (counts[part] > 0) {
        expected.append(part).append(':').append(counts[part]).append(':').append(sums[part])
            .append(' ');
      }
    }
    StringBuilder found = new StringBuilder();
    long start = System.nanoTime();
    try (Statement query = connection.createStatement();
        ResultSet groups = query.executeQuery(
            "SELECT part, COUNT(*), SUM(amount) FROM item GROUP BY part ORDER BY part")) {
      while (groups.next()) {
        found.append(groups.getInt(1)).append(':').append(groups.getLong(2)).append(':')
            .append(groups.getLong(3)).append(' ');
      }
    }
    report("sum", Row.PARTS, 0, System.nanoTime() - start, expected.toString(), found.toString());
  }

  private static void lookUp(Connection connection, List<Row> rows) throws Exception {
    int count = Math.min(rows.size(), MOST_LOOK_UPS);
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    MessageDigest found = MessageDigest.getInstance("SHA-256");
    Random random = new Random(SEED);
    long bytes = 0;
    long start = System.nanoTime();
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM item WHERE id = ?")) {
      for (int i = 0; i < count; i++) {
        Row row = rows.get(random.nextInt(rows.size()));
        row.addTo(expected);
        bytes += row.leastBytes();
        query.setInt(1, row.id());
        try (ResultSet answer = query.executeQuery()) {
          while (answer.next()) {
            read(answer).addTo(found);
          }
        }
      }
    }
    report("lookup", count, bytes, System.nanoTime() - start, hex(expected), hex(found));
  }

  private static void scan(Connection connection, List<Row> rows) throws Exception {
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    for (Row row : rows) {
      row.addTo(expected);
    }
    MessageDigest found = MessageDigest.getInstance("SHA-256");
    long start = System.nanoTime();
    try (Statement query = connection.createStatement();
        ResultSet all = query.executeQuery("SELECT * FROM item ORDER BY id")) {
      while (all.next()) {
        read(all).addTo(found);
      }
    }
    report("scan", rows.size(), bytes(rows), System.nanoTime() - start, hex(expected), hex(found));
  }

  private static Row read(ResultSet from) throws SQLException {
    return new Row(from.getInt(1), from.getInt(2), from.getLong(3), from.getString(4),
        from.getBytes(5));
  }

  private static long bytes(List<Row> rows) {
    return rows.stream().mapToLong(Row::leastBytes).sum();
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** One line: what, how many, at least how many bytes, how long, and whether it was right. */
  static void report(String what, long count, long bytes, long nanos, Object expected,
      Object found) {
    System.out.println(what + " " + count + " " + bytes + " " + nanos + " "
        + (expected.equals(found) ? "same" : "DIFFERENT: expected " + expected + ", found " + found));
  }
}
