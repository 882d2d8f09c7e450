package io.campaigndispatch.bench.throughput;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the peers: records and Jackson, as their users would write it. */
final class PeerJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final ObjectReader REQUEST = MAPPER.readerFor(Request.class);
  private static final ObjectReader REPLY = MAPPER.readerFor(Reply.class);
  private static final ObjectReader ENDED = MAPPER.readerFor(Ended.class);
  private static final ObjectWriter ANY = MAPPER.writer();

  record Variable(String name, String value) {}

  record Message(String name, List<Variable> body) {}

  record Request(
      String requestId,
      String workspaceId,
      String campaignId,
      String recipient,
      Message message,
      Map<String, String> metadata) {}

  private record VendorVariable(String variable, String value) {}

  private record Conversation(
      String workspaceId,
      String template,
      String destination,
      List<VendorVariable> variablesBody,
      String sendType,
      String campaignName) {}

  record Data(@Nullable String contactId, @Nullable String conversationId) {}

  record Reply(boolean success, @Nullable Data data) {}

  private record Outcome(
      String requestId,
      String workspaceId,
      String campaignId,
      String recipient,
      String status,
      String at,
      @Nullable Data vendorIds,
      Map<String, String> metadata) {}

  private record Failure(String code) {}

  private record Ended(String status, @Nullable Failure failure) {}

  private PeerJson() {}

  static Request request(byte[] json) {
    return REQUEST.readValue(json);
  }

  /** The body of Plazbot's send-conversation. */
  static byte[] conversation(Request request) {
    return ANY.writeValueAsBytes(
        new Conversation(
            request.workspaceId(),
            request.message().name(),
            request.recipient().substring(1),
            request.message().body().stream()
                .map(v -> new VendorVariable(v.name(), v.value()))
                .toList(),
            "1",
            request.campaignId()));
  }

  /** The status, with the code of the failure where there is one. */
  static String statusOf(byte[] outcome) {
    Ended ended = ENDED.readValue(outcome);
    Failure failure = ended.failure();
    return failure == null ? ended.status() : ended.status() + " " + failure.code();
  }

  static byte[] outcome(Request request, byte[] reply) {
    Reply read = REPLY.readValue(reply);
    return ANY.writeValueAsBytes(
        new Outcome(
            request.requestId(),
            request.workspaceId(),
            request.campaignId(),
            request.recipient(),
            read.success() ? "ACCEPTED" : "FAILED",
            Instant.now().toString(),
            read.data(),
            request.metadata()));
  }
}
