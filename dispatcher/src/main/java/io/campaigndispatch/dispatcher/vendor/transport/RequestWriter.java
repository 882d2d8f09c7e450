package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the request's bytes; what could be read as anything but one request is refused.
 *
 * <p>Head and body are one array, so that a call is one write to its socket: Netty's encoder keeps
 * a body apart from its head, and checks again what is checked here.
 */
final class RequestWriter {
  /** The transport's own: they frame the message, carry the secret or name the sender. */
  private static final List<String> RESERVED =
      List.of(
          "accept-encoding",
          "authorization",
          "connection",
          "content-length",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private static final int USUAL_HEAD = 512;

  private final Credentials credentials;
  private final String userAgent;

  RequestWriter(Credentials credentials, String version) {
    this.credentials = credentials;
    this.userAgent = "campaign-dispatch/" + version;
  }

  /** The request, or why there is none. */
  sealed interface Written {
    record Request(byte[] message) implements Written {}

    record Refused(String problem) implements Written {}
  }

  Written write(Origin origin, HttpCall call) {
    String problem = problem(call);
    if (problem != null) {
      return new Written.Refused(problem);
    }
    return switch (credentials.resolve(call.credential())) {
      case Credentials.Resolved.Missing missing -> new Written.Refused(missing.problem());
      case Credentials.Resolved.NotNeeded _ -> new Written.Request(message(origin, call, null));
      case Credentials.Resolved.Secret secret ->
          isPlain(secret.value())
              ? new Written.Request(message(origin, call, secret.value()))
              : new Written.Refused("credential: expected visible ASCII characters only");
    };
  }

  private byte[] message(Origin origin, HttpCall call, @Nullable String secret) {
    StringBuilder head = new StringBuilder(USUAL_HEAD);
    head.append(call.method()).append(' ').append(target(call.uri())).append(" HTTP/1.1\r\n");
    line(head, "host", origin.hostHeader());
    line(head, "user-agent", userAgent);
    // Without it any content coding would be acceptable (RFC 9110, section 12.5.3).
    line(head, "accept-encoding", "identity");
    call.headers().forEach((name, value) -> line(head, name, value));
    if (call.method().equals("POST")) {
      line(head, "content-length", Integer.toString(call.body().length));
    }
    if (secret != null) {
      line(head, "authorization", "Bearer " + secret);
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(bytes, bytes.length + call.body().length);
    System.arraycopy(call.body(), 0, message, bytes.length, call.body().length);
    return message;
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static @Nullable String problem(HttpCall call) {
    boolean get = call.method().equals("GET");
    if (!get && !call.method().equals("POST")) {
      return "method: expected GET or POST";
    }
    if (get && call.body().length > 0) {
      return "body: expected none with GET";
    }
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      String name = header.getKey();
      if (name.isEmpty() || HttpHeaderValidationUtil.validateToken(name) >= 0) {
        return "header name: expected a token (RFC 9110, section 5.6.2)";
      }
      if (isReserved(name)) {
        return "header " + name + ": expected to be left to the transport";
      }
      if (!isPlain(header.getValue())) {
        return "header " + name + ": expected visible ASCII characters and spaces";
      }
    }
    return null;
  }

  private static boolean isReserved(String name) {
    for (String reserved : RESERVED) {
      if (reserved.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** Origin form (RFC 9112, section 3.2.1); a URI holds no blanks or line breaks. */
  private static String target(URI uri) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    String whole =
        (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    return isPlain(whole) ? whole : URI.create(whole).toASCIIString();
  }
}
