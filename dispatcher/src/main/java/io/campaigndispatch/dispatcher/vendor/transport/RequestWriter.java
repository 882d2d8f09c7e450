package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the request to write; what could be read as anything but one request is refused. */
final class RequestWriter {
  /** The transport's own: they frame the message or carry the secret. */
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Credentials credentials;
  private final String userAgent;

  RequestWriter(Credentials credentials, String version) {
    this.credentials = credentials;
    this.userAgent = "campaign-dispatch/" + version;
  }

  /** The request, or why there is none. */
  sealed interface Written {
    record Request(FullHttpRequest message) implements Written {}

    record Refused(String problem) implements Written {}
  }

  Written write(Origin origin, HttpCall call) {
    String problem = problem(call);
    if (problem != null) {
      return new Written.Refused(problem);
    }
    boolean post = call.method().equals("POST");
    ByteBuf body =
        call.body().length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(call.body());
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            post ? HttpMethod.POST : HttpMethod.GET,
            target(call.uri()),
            body,
            DefaultHttpHeadersFactory.headersFactory(),
            DefaultHttpHeadersFactory.trailersFactory());
    HttpHeaders headers = request.headers();
    headers.set(HttpHeaderNames.HOST, origin.hostHeader());
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    // Without it any content coding would be acceptable (RFC 9110, section 12.5.3).
    headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
    call.headers().forEach(headers::set);
    if (post) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
    }
    return switch (credentials.resolve(call.credential())) {
      case Credentials.Resolved.Missing missing -> new Written.Refused(missing.problem());
      case Credentials.Resolved.NotNeeded _ -> new Written.Request(request);
      case Credentials.Resolved.Secret secret -> {
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + secret.value());
        yield new Written.Request(request);
      }
    };
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
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        return "header " + name + ": expected to be left to the transport";
      }
      if (!isPlain(header.getValue())) {
        return "header " + name + ": expected visible ASCII characters and spaces";
      }
    }
    return null;
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
