package program;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty sends back what it gets: by HTTP/1.1, and by HTTP/2 and HTTP/1.1 over TLS. */
public final class JettyServer {

  private JettyServer() {}

  /** Takes a key store and its password; prints the port without and the one with TLS. */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector plain =
        new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration()));
    ServerConnector secure = secure(server, arguments[0], arguments[1]);
    for (ServerConnector connector : new ServerConnector[]{plain, secure}) {
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
    }
    server.setHandler(new Echo());
    server.start();
    System.out.println("ports " + plain.getLocalPort() + " " + secure.getLocalPort());
    UntilInputEnds.await();
    server.stop();
  }

  private static ServerConnector secure(Server server, String keys, String password) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStorePath(keys);
    ssl.setKeyStorePassword(password);
    HttpConfiguration config = new HttpConfiguration();
    config.addCustomizer(new SecureRequestCustomizer());
    HttpConnectionFactory http1 = new HttpConnectionFactory(config);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(config);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    return new ServerConnector(server, new SslConnectionFactory(ssl, alpn.getProtocol()), alpn,
        http2, http1);
  }

  private static final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(200);
      response.getHeaders().put("protocol", request.getConnectionMetaData().getProtocol());
      Content.copy(request, response, callback);
      return true;
    }
  }
}
