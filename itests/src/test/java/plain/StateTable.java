package plain;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each call comes to in each state: a line for each call, a column for each state. Each cell has
 * an object of its own, so that no call spoils the next.
 *
 * @param <T> what the calls are made on
 */
final class StateTable<T extends AutoCloseable> {

  /** Makes an object in some state. */
  interface Maker<T> {
    T make() throws Exception;
  }

  /** A call that is tried. */
  interface Call<T> {
    Object on(T subject) throws Exception;
  }

  /** A call without a result. */
  interface Run<T> {
    void on(T subject) throws Exception;
  }

  private final Map<String, Maker<? extends T>> states = new LinkedHashMap<>();
  private final Map<String, Call<T>> calls = new LinkedHashMap<>();

  StateTable<T> state(String name, Maker<? extends T> maker) {
    states.put(name, maker);
    return this;
  }

  StateTable<T> call(String name, Call<T> call) {
    calls.put(name, call);
    return this;
  }

  StateTable<T> run(String name, Run<T> call) {
    return call(name, subject -> {
      call.on(subject);
      return "ok";
    });
  }

  /** Compares it with the text of one, whose columns are separated by blanks. */
  void expect(String expected) throws Exception {
    List<String> wanted = expected.strip().lines().map(StateTable::withSingleBlanks).toList();
    List<String> found = lines();
    for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
      String want = i < wanted.size() ? wanted.get(i) : "nothing";
      String find = i < found.size() ? found.get(i) : "nothing";
      if (!want.equals(find)) {
        throw new AssertionError("states " + states.keySet() + ": expected " + want + ", found "
            + find + "; all:\n" + String.join("\n", found));
      }
    }
  }

  private static String withSingleBlanks(String line) {
    return line.strip().replaceAll(" +", " ");
  }

  private List<String> lines() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Call<T>> call : calls.entrySet()) {
      StringBuilder line = new StringBuilder(call.getKey());
      for (Maker<? extends T> state : states.values()) {
        try (T subject = state.make()) {
          line.append(' ').append(outcome(call.getValue(), subject));
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static <T> String outcome(Call<T> call, T subject) {
    try {
      Object result = call.on(subject);
      return result instanceof SocketAddress ? "address" : String.valueOf(result);
    } catch (Exception e) {
      return e.getClass().getSimpleName().replace("Exception", "");
    }
  }
}
