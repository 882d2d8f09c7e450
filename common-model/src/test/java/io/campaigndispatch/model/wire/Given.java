package io.campaigndispatch.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.SendRequest;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records for the decoder, and what came out of them. */
final class Given {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** The timestamp of every record. */
  static final Instant TIMESTAMP = Instant.parse("2026-11-20T02:00:00Z");

  /** {@code acme} is Mexican and called {@code vendor-acme} by its vendor; no other is known. */
  static final WorkspaceFacts FACTS =
      new WorkspaceFacts() {
        @Override
        public @Nullable String defaultCountry(String workspaceId) {
          return workspaceId.equals("acme") ? "MX" : null;
        }

        @Override
        public @Nullable String vendorWorkspaceId(String workspaceId) {
          return workspaceId.equals("acme") ? "vendor-acme" : null;
        }
      };

  static final RequestDecoder DECODER = new RequestDecoder(FACTS);

  private Given() {}

  static ObjectNode object(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  /** A template request with nothing optional. */
  static ObjectNode request() {
    return object(
        """
        {"requestId": "r-1", "workspaceId": "acme", "recipient": "+5215512345678",
         "message": {"type": "template", "name": "order_shipped"}}""");
  }

  /** A request whose message is the given JSON. */
  static ObjectNode requestWith(String message) {
    ObjectNode request = request();
    request.set("message", object(message));
    return request;
  }

  /** The request of INTERFACE.md, every field filled in. */
  static ObjectNode fullRequest() {
    return object(
        """
        {"requestId": "01JD3Z8Q6V5T8W0K3N2M1A9B7C", "workspaceId": "acme",
         "campaignId": "spring-sale", "sendType": "CAMPAIGN", "priority": "BULK",
         "recipient": "+5215512345678",
         "message": {"type": "template", "name": "order_shipped", "language": "es",
           "header": {"type": "image", "url": "https://cdn.example.com/a.png", "fileName": "a.png"},
           "body": [{"name": "customerName", "value": "Juan"}, {"name": "orderId", "value": "12345"}],
           "buttons": [{"index": 0, "type": "url", "value": "promo/enero"}]},
         "contact": {"name": "José", "email": "jose@example.com",
           "customFields": {"placas": "ABC123"}},
         "schedule": {"at": "2027-07-01T18:40:00-06:00"},
         "expiresAt": "2027-07-02T00:00:00Z", "onUncertain": "HOLD",
         "metadata": {"orderId": "12345"}}""");
  }

  static Decoded decode(byte @Nullable [] value) {
    return DECODER.decode("acme".getBytes(UTF_8), value, new RecordHeaders(), TIMESTAMP);
  }

  static Decoded decode(JsonNode value) {
    return decode(value.toString().getBytes(UTF_8));
  }

  static Decoded decode(String value) {
    return decode(value.getBytes(UTF_8));
  }

  /** A vendor's body, keyed acme, with the request id v-1. */
  static Decoded decodeVendor(RequestFormat format, JsonNode body) {
    return decodeVendor(headers(format), body);
  }

  static Decoded decodeVendor(Headers headers, JsonNode body) {
    return DECODER.decode(
        "acme".getBytes(UTF_8), body.toString().getBytes(UTF_8), headers, TIMESTAMP);
  }

  static Headers headers(RequestFormat format) {
    return new RecordHeaders()
        .add(DispatchHeaders.FORMAT, format.mark().getBytes(UTF_8))
        .add(DispatchHeaders.REQUEST_ID, "v-1".getBytes(UTF_8));
  }

  static SendRequest valid(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Valid.class);
    return ((Decoded.Valid) decoded).request();
  }

  static Decoded.Invalid invalid(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Invalid.class);
    return (Decoded.Invalid) decoded;
  }

  static Failure failure(Decoded decoded) {
    return invalid(decoded).failure();
  }

  /** The paths of the broken rules. */
  static List<String> broken(Decoded decoded) {
    return failure(decoded).errors().stream().map(Violation::field).toList();
  }

  static Violation onlyViolation(Decoded decoded) {
    List<Violation> errors = failure(decoded).errors();
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }
}
