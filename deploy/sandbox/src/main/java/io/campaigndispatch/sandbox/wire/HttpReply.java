package io.campaigndispatch.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A reply to be sent.
 *
 * @param status the HTTP status
 * @param body sent as {@code application/json}; may be empty
 * @param headers further header fields
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
public record HttpReply(int status, byte[] body, Map<String, String> headers) {

  public HttpReply {
    headers = Map.copyOf(headers);
  }

  /** A JSON reply without further headers. */
  public static HttpReply json(int status, JsonNode body) {
    return new HttpReply(status, Json.bytes(body), Map.of());
  }

  /** The same reply with more headers. */
  public HttpReply with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new HttpReply(status, body, all);
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + ", " + body.length + " bytes]";
  }
}
