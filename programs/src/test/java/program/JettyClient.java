package program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty's client posts bytes to a server that sends them back. */
public final class JettyClient {

  private static final int ONE_BY_ONE = 20;
  private static final int AT_ONCE = 30;

  private JettyClient() {}

  /**
   * Takes 1 or 2 for the version of HTTP, an address and the size of a body in bytes; prints the
   * protocol and how many bodies came back.
   */
  public static void main(String[] arguments) throws Exception {
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(new SslContextFactory.Client(true));
    HttpClient client = new HttpClient(arguments[0].equals("2")
        ? new HttpClientTransportOverHTTP2(new HTTP2Client(connector))
        : new HttpClientTransportOverHTTP(connector));
    client.start();
    int size = Integer.parseInt(arguments[2]);
    try {
      for (int i = 0; i < ONE_BY_ONE; i++) {
        check(i, size, post(client, arguments[1], i, size).get(30, TimeUnit.SECONDS));
      }
      List<CompletableFuture<ContentResponse>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(post(client, arguments[1], i, size));
      }
      ContentResponse last = null;
      for (int i = 0; i < AT_ONCE; i++) {
        last = answers.get(i).get(30, TimeUnit.SECONDS);
        check(i, size, last);
      }
      System.out.println(last.getHeaders().get("protocol") + " " + (ONE_BY_ONE + AT_ONCE));
    } finally {
      client.stop();
    }
  }

  private static CompletableFuture<ContentResponse> post(HttpClient client, String address,
      int seed, int size) {
    return new CompletableResponseListener(client.POST(address)
      .body(new BytesRequestContent(Bytes.of(seed, size)))).send();
  }

  private static void check(int seed, int size, ContentResponse response) {
    if (response.getStatus() != 200) {
      throw new AssertionError("status " + response.getStatus());
    }
    Bytes.check(seed, size, response.getContent());
  }
}
