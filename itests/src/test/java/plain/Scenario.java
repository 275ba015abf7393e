package plain;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a client and a server in two JVMs do with one connection. The results are text that depends
 * on nothing but the behaviour of sockets, so that the JDK's own give the same.
 */
enum Scenario {

  /** Megabytes each way, with odd sizes of writes. */
  BULK {
    @Override
    String server(Socket socket) throws Exception {
      String received = digest(socket, BULK_SIZE);
      send(socket, 2, BULK_SIZE);
      return received;
    }

    @Override
    String client(Socket socket) throws Exception {
      send(socket, 1, BULK_SIZE);
      return digest(socket, BULK_SIZE);
    }
  },

  /** Small requests, each answered before the next. */
  REQUESTS {
    @Override
    String server(Socket socket) throws Exception {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        socket.getOutputStream().write(socket.getInputStream().readNBytes(16));
      }
      return "answered " + ROUND_TRIPS;
    }

    @Override
    String client(Socket socket) throws Exception {
      Pattern pattern = new Pattern(3);
      for (int i = 0; i < ROUND_TRIPS; i++) {
        socket.getOutputStream().write(pattern.bytes(i, 16));
        Expect.read(socket.getInputStream(), pattern, i, 16);
      }
      return "asked " + ROUND_TRIPS;
    }
  },

  /** Half close: the other direction goes on. */
  HALF_CLOSE {
    @Override
    String server(Socket socket) throws Exception {
      int received = socket.getInputStream().readAllBytes().length;
      send(socket, 4, 300_000);
      return "end of stream after " + received;
    }

    @Override
    String client(Socket socket) throws Exception {
      send(socket, 5, 70_000);
      socket.shutdownOutput();
      return digest(socket, 300_000) + ", then " + socket.getInputStream().read();
    }
  },

  /** A reset while the peer reads. */
  RESET {
    @Override
    String server(Socket socket) throws Exception {
      socket.getOutputStream().write(1);
      return outcome(() -> socket.getInputStream().read());
    }

    @Override
    String client(Socket socket) throws Exception {
      int first = socket.getInputStream().read();
      socket.setSoLinger(true, 0);
      socket.close();
      return "reset after " + first;
    }
  },

  /** A read time-out that consumes nothing. */
  READ_TIMEOUT {
    @Override
    String server(Socket socket) throws Exception {
      socket.setSoTimeout(80);
      String first = outcome(() -> socket.getInputStream().read());
      socket.setSoTimeout(0);
      socket.getOutputStream().write(1);
      return first + ", then " + digest(socket, 10_000);
    }

    @Override
    String client(Socket socket) throws Exception {
      int go = socket.getInputStream().read();
      send(socket, 6, 10_000);
      return "sent after " + go;
    }
  },

  /** Urgent data in the stream. */
  URGENT {
    @Override
    String server(Socket socket) throws Exception {
      socket.setOOBInline(true);
      socket.getOutputStream().write(1);
      return new String(socket.getInputStream().readAllBytes());
    }

    @Override
    String client(Socket socket) throws Exception {
      socket.getInputStream().read();
      socket.getOutputStream().write(new byte[]{'a', 'b'});
      socket.sendUrgentData('X');
      socket.getOutputStream().write(new byte[]{'c', 'd'});
      return "sent";
    }
  },

  /** Direct buffers through the channel of the socket, where it has one. */
  CHANNEL {
    @Override
    String server(Socket socket) throws Exception {
      SocketChannel channel = socket.getChannel();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocateDirect(50_000);
      long received = 0;
      while (channel.read(buffer.clear()) >= 0) {
        received += buffer.flip().remaining();
        digest.update(buffer);
      }
      return received + " bytes " + HexFormat.of().formatHex(digest.digest());
    }

    @Override
    String client(Socket socket) throws Exception {
      SocketChannel channel = socket.getChannel();
      Pattern pattern = new Pattern(7);
      ByteBuffer buffer = ByteBuffer.allocateDirect(70_001);
      for (int i = 0; i < 30; i++) {
        pattern.fill(buffer.clear(), (long) i * buffer.capacity());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      return "sent " + 30 * buffer.capacity();
    }
  };

  private static final int BULK_SIZE = 16_777_259;
  private static final int ROUND_TRIPS = 3_000;

  abstract String server(Socket socket) throws Exception;

  abstract String client(Socket socket) throws Exception;

  static void send(Socket socket, long seed, int size) throws IOException {
    Pattern pattern = new Pattern(seed);
    int length = 1;
    for (int position = 0; position < size; position += length) {
      length = Math.min(size - position, length * 3 % 400_009);
      socket.getOutputStream().write(pattern.bytes(position, length));
    }
  }

  private static String digest(Socket socket, int size) throws Exception {
    byte[] bytes = socket.getInputStream().readNBytes(size);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return bytes.length + " bytes " + HexFormat.of().formatHex(digest);
  }

  private interface Call {
    int call() throws IOException;
  }

  private static String outcome(Call call) {
    try {
      return String.valueOf(call.call());
    } catch (SocketTimeoutException e) {
      return "time-out: " + e.getMessage();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
