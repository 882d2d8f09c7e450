package io.campaigndispatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.ledger.Call;
import io.campaigndispatch.sandbox.ledger.CallFilter;
import io.campaigndispatch.sandbox.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class LedgerHttpTest {
  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void row_hasTheDocumentedFields() {
    String body = ControlApiTest.message("acme");
    Reply sent = sandbox.plazbot("/api/message", body.replace(",", ",\n"));

    Reply reply = sandbox.get("/sandbox/calls");

    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(reply.text().lines()).hasSize(1);
    JsonNode row = reply.json();
    assertThat(row.propertyNames())
        .contains("seq", "at", "vendor", "workspace", "recipient", "request", "status", "response");
    assertThat(row.path("seq").longValue()).isEqualTo(1);
    assertThat(row.path("at").stringValue()).isEqualTo("2026-11-20T12:00:00.250Z");
    assertThat(row.path("vendor").stringValue()).isEqualTo("plazbot");
    assertThat(row.path("workspace").stringValue()).isEqualTo("acme");
    assertThat(row.path("recipient").stringValue()).isEqualTo("51987654321");
    assertThat(row.path("request")).isEqualTo(Json.mapper().readTree(body));
    assertThat(row.path("status").intValue()).isEqualTo(200);
    assertThat(row.path("response")).isEqualTo(sent.json());
    assertThat(row.path("accepted").booleanValue()).isTrue();
  }

  @Test
  void workspace_isWhatEachVendorSees() {
    sandbox.plazbot("/api/message", ControlApiTest.message("acme"));
    sandbox.platica("{\"channelId\":\"wb-7\"}");
    sandbox.gateway("/send", "{}");

    assertThat(sandbox.calls()).extracting(Call::workspace).startsWith("acme", "wb-7");
    assertThat(sandbox.calls().getLast().workspace()).matches("token-[0-9a-f]{8}");
    assertThat(sandbox.get("/sandbox/calls").text()).doesNotContain("YOUR_TOKEN", "pl_key_1");
  }

  @Test
  void callToManyRecipients_hasOneRowForEachUnderOneCallNumber() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":[{\"phoneNumber\":\"+50212345678\",\"requestId\":1},{\"phoneNumber\":\"+50212345679\"}]}");
    sandbox.gateway("/send", "{}");

    List<Call> rows = sandbox.calls();

    assertThat(rows).extracting(Call::call).containsExactly(1L, 1L, 2L);
    assertThat(rows).extracting(Call::seq).containsExactly(1L, 2L, 3L);
    assertThat(rows)
        .extracting(Call::recipient)
        .containsExactly("50212345678", "50212345679", null);
    assertThat(rows.getFirst().request().path("recipients").toString())
        .isEqualTo("[{\"phoneNumber\":\"+50212345678\",\"requestId\":1}]");
    assertThat(rows.getFirst().request().path("templateName").stringValue()).isEqualTo("promo");
    assertThat(rows.get(1).response().path("results"))
        .containsExactly(reply.json().at("/results/1"));
  }

  @Test
  void filters_selectVendorWorkspaceAndRowsAfterANumber() {
    sandbox.plazbot("/api/message", ControlApiTest.message("acme"));
    sandbox.plazbot("/api/message", ControlApiTest.message("beta"));
    sandbox.platica("{\"channelId\":\"acme\"}");
    sandbox.plazbot("/api/message", ControlApiTest.message("acme"));

    assertThat(seqs("?vendor=plazbot")).containsExactly(1L, 2L, 4L);
    assertThat(seqs("?workspace=acme")).containsExactly(1L, 3L, 4L);
    assertThat(seqs("?vendor=plazbot&workspace=acme&since=1")).containsExactly(4L);
    assertThat(seqs("?since=4")).isEmpty();
    assertThat(sandbox.sandbox().calls(new CallFilter(null, "beta", 0)))
        .extracting(Call::seq)
        .containsExactly(2L);
  }

  @Test
  void refusedCalls_areRecordedToo() {
    sandbox.post("/plazbot/api/message", "not \"json\"");
    sandbox.post("/platica/v1/messages/template", "[1,\n2]");
    sandbox.get("/gateway/api/whatsapp/templates");

    List<Call> rows = sandbox.calls();

    assertThat(rows).extracting(Call::status).containsExactly(401, 401, 401);
    assertThat(rows).extracting(Call::accepted).containsOnly(false);
    assertThat(rows.getFirst().request().stringValue()).isEqualTo("not \"json\"");
    assertThat(rows.get(1).request().toString()).isEqualTo("[1,2]");
    assertThat(rows.get(2).request().isNull()).isTrue();
  }

  @Test
  void bodyAboveOneMebibyte_is413AndRecorded() {
    Reply reply = sandbox.plazbot("/api/message", "{\"content\":\"" + "a".repeat(1 << 20) + "\"}");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(sandbox.calls()).extracting(Call::status).containsExactly(413);
    assertThat(sandbox.plazbot("/api/message", ControlApiTest.message("acme")).status())
        .isEqualTo(200);
  }

  @Test
  void pipelinedCalls_areAnsweredInTheirOrder() throws IOException {
    sandbox.post(
        "/sandbox/faults", "{\"workspace\":\"slow\",\"fault\":{\"type\":\"LATENCY\",\"ms\":100}}");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.sandbox().port())) {
      socket.setSoTimeout(5_000);
      String calls = raw("slow", "") + raw("fast", "Connection: close\r\n");
      socket.getOutputStream().write(calls.getBytes(StandardCharsets.UTF_8));
      String replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(replies.indexOf("\"slow\"")).isPositive().isLessThan(replies.indexOf("\"fast\""));
    }
  }

  @Test
  void addressThatCannotBeDecoded_isAnsweredWithAnError() throws IOException {
    assertThat(rawGet("/gateway/%zz")).startsWith("HTTP/1.1 404");
    assertThat(rawGet("/sandbox/calls?vendor=%zz")).startsWith("HTTP/1.1 400");
    assertThat(rawGet("not a request")).startsWith("HTTP/1.1 400");
  }

  private String rawGet(String target) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.sandbox().port())) {
      socket.setSoTimeout(5_000);
      String call = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(call.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String raw(String workspace, String header) {
    String body = ControlApiTest.message(workspace);
    return "POST /plazbot/api/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "x-workspace-id: "
        + workspace
        + "\r\n"
        + header
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private List<Long> seqs(String query) {
    return sandbox
        .get("/sandbox/calls" + query)
        .text()
        .lines()
        .map(line -> Json.mapper().readTree(line).path("seq").longValue())
        .toList();
  }
}
