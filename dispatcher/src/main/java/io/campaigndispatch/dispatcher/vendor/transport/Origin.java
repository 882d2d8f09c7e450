package io.campaigndispatch.dispatcher.vendor.transport;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where connections lead and whose they are: vendors never share one, even on the same host.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65,535
 */
record Origin(String vendorId, boolean tls, String host, int port) {

  /** Null when the address is not one that can be called. */
  static @Nullable Origin of(String vendorId, URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    boolean tls = scheme.equals("https");
    if (host == null || (!tls && !scheme.equals("http")) || uri.getUserInfo() != null) {
      return null;
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : standardPort(tls);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return port < 1 || port > 65_535 ? null : new Origin(vendorId, tls, bare, port);
  }

  /** The value of the Host header (RFC 9112, section 3.2). */
  String hostHeader() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == standardPort(tls) ? name : name + ":" + port;
  }

  private static int standardPort(boolean tls) {
    return tls ? 443 : 80;
  }
}
