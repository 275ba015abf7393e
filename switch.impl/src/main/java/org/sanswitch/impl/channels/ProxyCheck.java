package org.sanswitch.impl.channels;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether the platform would go through a SOCKS proxy. */
final class ProxyCheck {

  private ProxyCheck() {}

  /** {@return whether a proxy lies between, or the selector fails, which the platform shall tell} */
  static boolean isProxied(InetSocketAddress remote) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return false;
    }
    try {
      List<Proxy> proxies = selector.select(uri(remote));
      @Nullable
      Proxy first = proxies == null || proxies.isEmpty() ? null : proxies.getFirst();
      return first != null && first.type() == Proxy.Type.SOCKS;
    } catch (IllegalArgumentException | URISyntaxException e) {
      return true;
    }
  }

  private static URI uri(InetSocketAddress remote) throws URISyntaxException {
    String host = remote.getHostString();
    return new URI("socket", null, host.indexOf(':') >= 0 ? "[" + host + "]" : host,
        remote.getPort(), null, null, null);
  }
}
