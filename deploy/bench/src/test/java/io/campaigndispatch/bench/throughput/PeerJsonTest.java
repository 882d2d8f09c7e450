package io.campaigndispatch.bench.throughput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeerJsonTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void request_isAbout460Bytes() {
    assertThat(Backlog.request(0).length).isBetween(450, 480);
    assertThat(Backlog.request(1_999_999).length).isBetween(450, 500);
  }

  @Test
  void conversation_isPlazbots() {
    JsonNode body =
        MAPPER.readTree(PeerJson.conversation(PeerJson.request(Backlog.request(1_007))));

    assertThat(body.path("workspaceId").asString()).isEqualTo("ws-0007");
    assertThat(body.path("destination").asString()).isEqualTo("5215500001007");
    assertThat(body.path("template").asString()).isEqualTo("order_shipped");
    assertThat(body.path("variablesBody").size()).isEqualTo(4);
    assertThat(body.path("sendType").asString()).isEqualTo("1");
  }

  @Test
  void outcome_saysWhatTheReplySaid() {
    PeerJson.Request request = PeerJson.request(Backlog.request(7));
    JsonNode good =
        MAPPER.readTree(
            PeerJson.outcome(
                request, "{\"success\":true,\"data\":{\"contactId\":\"c\"}}".getBytes(UTF_8)));
    JsonNode bad =
        MAPPER.readTree(PeerJson.outcome(request, "{\"success\":false}".getBytes(UTF_8)));

    assertThat(good.path("status").asString()).isEqualTo("ACCEPTED");
    assertThat(good.path("vendorIds").path("contactId").asString()).isEqualTo("c");
    assertThat(good.path("metadata").path("orderId").asString()).isEqualTo("7");
    assertThat(bad.path("status").asString()).isEqualTo("FAILED");
  }

  @Test
  void statusOf_namesTheFailureToo() {
    assertThat(PeerJson.statusOf("{\"status\":\"ACCEPTED\",\"failure\":null}".getBytes(UTF_8)))
        .isEqualTo("ACCEPTED");
    assertThat(
            PeerJson.statusOf(
                "{\"status\":\"RETRYING\",\"failure\":{\"code\":\"CONNECT\"}}".getBytes(UTF_8)))
        .isEqualTo("RETRYING CONNECT");
  }
}
