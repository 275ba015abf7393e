package plain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/**
 * A server, and a client that holds connections to it and does what it is told line by line, so that
 * a test can do something to the network, the hardware or a process between two lines.
 *
 * <pre>
 * open ADDRESS PORT echo|sink   prints: open ID LOCAL-PORT
 * echo ID SIZE                  sends so many bytes and compares what comes back; prints: echoed SIZE
 * send ID SIZE                  prints: sent SIZE
 * close ID                      prints: closed
 * leave                         ends the program, and closes nothing
 * </pre>
 *
 * What fails prints {@code failed: } and the exception. The server prints its port, and for each
 * connection that ends {@code ended REMOTE-PORT BYTES} and how.
 */
public final class Talk {

  private static final Pattern PATTERN = new Pattern(17);
  private static final int BLOCK = 40_000;

  /** One connection of the client and how far its stream of bytes has come. */
  private static final class Line {
    private final Socket socket;
    /** Guard: only the thread of main uses it. */
    private long position;

    Line(Socket socket) {
      this.socket = socket;
    }
  }

  private final Map<Integer, Line> lines = new HashMap<>();

  private Talk() {}

  /**
   * Runs one side.
   *
   * @param arguments {@code server} and its port, 0 for any, on all addresses; or {@code client}
   */
  public static void main(String... arguments) throws Exception {
    if (arguments[0].equals("server")) {
      serve(Integer.parseInt(arguments[1]));
    } else {
      new Talk().talk();
    }
  }

  private static void serve(int port) throws IOException {
    try (ServerSocket listener = new ServerSocket(port, Net.BACKLOG)) {
      System.out.println(listener.getLocalPort());
      while (true) {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> answer(socket));
      }
    }
  }

  private static void answer(Socket socket) {
    long position = 0;
    String end = "end of stream";
    try (socket) {
      InputStream in = socket.getInputStream();
      boolean echoes = in.read() == 'e';
      byte[] buffer = new byte[BLOCK];
      int read = in.read(buffer);
      while (read >= 0) {
        PATTERN.verify(buffer, 0, read, position);
        position += read;
        if (echoes) {
          socket.getOutputStream().write(buffer, 0, read);
        }
        read = in.read(buffer);
      }
    } catch (IOException | AssertionError e) {
      end = e.toString();
    }
    System.out.println("ended " + socket.getPort() + " " + position + " " + end);
  }

  private void talk() throws IOException {
    System.out.println("ready");
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    String command = commands.readLine();
    while (command != null && !command.equals("leave")) {
      try {
        System.out.println(answer(command.split(" ")));
      } catch (IOException | AssertionError e) {
        System.out.println("failed: " + e);
      }
      command = commands.readLine();
    }
  }

  private String answer(String[] words) throws IOException {
    if (words[0].equals("open")) {
      return open(words[1], Integer.parseInt(words[2]), words[3]);
    }
    Line line = lines.get(Integer.parseInt(words[1]));
    switch (words[0]) {
      case "echo" -> {
        int size = Integer.parseInt(words[2]);
        for (int done = 0; done < size; done += BLOCK) {
          echo(line, Math.min(BLOCK, size - done));
        }
        return "echoed " + size;
      }
      case "send" -> {
        int size = Integer.parseInt(words[2]);
        send(line, size);
        line.position += size;
        return "sent " + size;
      }
      case "close" -> {
        line.socket.close();
        return "closed";
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private String open(String address, int port, String mode) throws IOException {
    Socket socket = new Socket(address, port);
    int id = lines.size();
    lines.put(id, new Line(socket));
    socket.getOutputStream().write(mode.charAt(0));
    return "open " + id + " " + socket.getLocalPort();
  }

  private static void echo(Line line, int size) throws IOException {
    send(line, size);
    Expect.read(line.socket.getInputStream(), PATTERN, line.position, size);
    line.position += size;
  }

  private static void send(Line line, int size) throws IOException {
    line.socket.getOutputStream().write(PATTERN.bytes(line.position, size));
  }
}
