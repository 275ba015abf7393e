package program;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many virtual threads share a pool of connections to a database. */
public final class PoolClient {

  private static final int CONNECTIONS = 8;
  private static final int THREADS = 60;
  private static final int TRANSACTIONS = 20;

  private PoolClient() {}

  /** Takes the JDBC address and a user; prints number and sum of the rows. */
  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setMaximumPoolSize(CONNECTIONS);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table entries(thread int, number int, text varchar(1000))");
      }
      write(pool);
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet sums = statement.executeQuery(
              "select count(*), sum(thread * 1000 + number), sum(length(text)) from entries")) {
        sums.next();
        System.out.println(sums.getLong(1) + " " + sums.getLong(2) + " " + sums.getLong(3));
      }
    }
  }

  /** {@return what main prints} */
  public static String expected() {
    long sum = 0;
    long length = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      for (int number = 0; number < TRANSACTIONS; number++) {
        sum += thread * 1000L + number;
        length += text(thread, number).length();
      }
    }
    return THREADS * TRANSACTIONS + " " + sum + " " + length;
  }

  private static String text(int thread, int number) {
    return "x".repeat((thread * 37 + number * 101) % 1000);
  }

  private static void write(HikariDataSource pool) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(threads.submit(() -> {
          for (int number = 0; number < TRANSACTIONS; number++) {
            insert(pool, thread, number);
          }
          return null;
        }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static void insert(HikariDataSource pool, int thread, int number)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into entries values(?, ?, ?)")) {
        insert.setInt(1, thread);
        insert.setInt(2, number);
        insert.setString(3, text(thread, number));
        insert.executeUpdate();
      }
      connection.commit();
    }
  }
}
