package program;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Gets a file with the JDK's HttpClient, one time after the other and several times at once. */
public final class WebClient {

  private static final int TIMES = 20;

  private WebClient() {}

  /** Takes the address of the file; prints the digest of each answer. */
  public static void main(String[] arguments) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < TIMES; i++) {
        System.out.println(digest(client.send(request, BodyHandlers.ofByteArray())));
      }
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        System.out.println(digest(answer.get()));
      }
    }
  }

  private static String digest(HttpResponse<byte[]> response) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(response.body());
    return response.statusCode() + " " + HexFormat.of().formatHex(digest);
  }
}
