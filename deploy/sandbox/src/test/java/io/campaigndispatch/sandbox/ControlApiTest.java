package io.campaigndispatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import io.campaigndispatch.sandbox.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ControlApiTest {
  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | not valid JSON",
        "[] | must be a JSON object",
        "{} | fault is nothing, expected an object with a type",
        "{\"fault\":{}} | fault.type is nothing, expected one of LATENCY",
        "{\"fault\":{\"type\":\"latency\"}} | fault.type is \"latency\"",
        "{\"fault\":{\"type\":\"LATENCY\"}} | fault.ms is nothing, expected a whole number",
        "{\"fault\":{\"type\":\"LATENCY\",\"ms\":0}} | fault.ms is 0, expected 1 to 3600000",
        "{\"fault\":{\"type\":\"STATUS\",\"status\":99}} | fault.status is 99",
        "{\"fault\":{\"type\":\"RESET\",\"ms\":1}} | fault.ms: a RESET fault has no such field",
        "{\"vendor\":\"meta\",\"fault\":{\"type\":\"RESET\"}} | vendor is \"meta\", expected plazbot, platica or gateway",
        "{\"probability\":0,\"fault\":{\"type\":\"RESET\"}} | probability is 0.0",
        "{\"probability\":1.5,\"fault\":{\"type\":\"RESET\"}} | probability is 1.5",
        "{\"probability\":\"1\",\"fault\":{\"type\":\"RESET\"}} | probability is \"1\"",
        "{\"count\":0,\"fault\":{\"type\":\"RESET\"}} | count is 0, expected at least 1",
        "{\"recipient\":\"none\",\"fault\":{\"type\":\"RESET\"}} | recipient has no digits",
        "{\"workspce\":\"a\",\"fault\":{\"type\":\"RESET\"}} | workspce: unknown field",
        "{\"fault\":{\"type\":\"THROTTLE\",\"retryAfter\":\"1\\r\\nX: y\"}} | fault.retryAfter is"
      })
  void wrongFault_is400WithOneLine(String body, String line) {
    Reply reply = sandbox.post("/sandbox/faults", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/error")).contains(line).doesNotContain("\n");
    assertThat(sandbox.sandbox().faults()).isEmpty();
  }

  @Test
  void moreThan1000Faults_areRefused() {
    FaultSpec spec = FaultSpec.always(new Fault.Reset());
    for (int i = 0; i < 1000; i++) {
      assertThat(sandbox.sandbox().addFault(spec).id()).isEqualTo(i + 1);
    }

    Reply reply = sandbox.post("/sandbox/faults", "{\"fault\":{\"type\":\"RESET\"}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/error")).contains("1000 faults already");
  }

  @Test
  void faults_areListedAndRemovedOneByOneOrAll() {
    String fault = "{\"vendor\":\"platica\",\"count\":3,\"fault\":{\"type\":\"HANG\",\"ms\":5}}";
    long id = sandbox.post("/sandbox/faults", fault).json().path("id").longValue();
    sandbox.post("/sandbox/faults", "{\"fault\":{\"type\":\"DOWN\"}}");
    sandbox.post("/sandbox/faults", "{\"fault\":{\"type\":\"RESET\"}}");

    JsonNode listed = sandbox.get("/sandbox/faults").json();
    assertThat(listed).hasSize(3);
    assertThat(listed.path(0).path("vendor").stringValue()).isEqualTo("platica");
    assertThat(listed.path(0).path("remaining").longValue()).isEqualTo(3);
    assertThat(listed.path(0).path("fault").toString()).isEqualTo("{\"type\":\"HANG\",\"ms\":5}");

    assertThat(sandbox.delete("/sandbox/faults?id=" + id).status()).isEqualTo(200);
    assertThat(sandbox.delete("/sandbox/faults?id=" + id).status()).isEqualTo(404);
    assertThat(sandbox.delete("/sandbox/faults").json().path("removed").intValue()).isEqualTo(2);
    assertThat(sandbox.get("/sandbox/faults").text()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource({
    "/sandbox/calls?vendor=meta, 400",
    "/sandbox/calls?since=-1, 400",
    "/sandbox/calls?after=1, 400",
    "/sandbox/other, 404",
    "/sandbox, 404",
    "/other, 404"
  })
  void wrongQueryOrPath_isRefusedWithOneLine(String path, int status) {
    Reply reply = sandbox.get(path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/error")).isNotEmpty();
  }

  @Test
  void wrongMethod_is405() {
    assertThat(sandbox.post("/sandbox/calls", "{}").status()).isEqualTo(405);
    assertThat(sandbox.post("/sandbox/stats", "{}").status()).isEqualTo(405);
  }

  @Test
  void controlPaths_areNeverUnderAVendor() {
    assertThat(sandbox.get("/plazbot/sandbox/calls").status()).isEqualTo(404);
    assertThat(sandbox.calls()).hasSize(1);
  }

  @Test
  void stats_countMessagesByVendorWorkspaceAndStatus() {
    sandbox.plazbot("/api/message", message("acme"));
    sandbox.plazbot("/api/message", message("acme"));
    sandbox.plazbot("/api/message", "{\"workspaceId\":\"beta\"}");
    sandbox.gateway(
        "/send-template",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":[{\"phoneNumber\":\"+50212345678\"},{\"phoneNumber\":\"+50212345679\"}]}");

    JsonNode stats = sandbox.get("/sandbox/stats").json();

    assertThat(stats.path("calls").longValue()).isEqualTo(4);
    assertThat(stats.path("messages").longValue()).isEqualTo(5);
    assertThat(stats.path("accepted").longValue()).isEqualTo(4);
    assertThat(stats.at("/vendors/plazbot").toString())
        .isEqualTo("{\"messages\":3,\"accepted\":2,\"byStatus\":{\"200\":2,\"400\":1}}");
    assertThat(stats.path("workspaces"))
        .contains(
            Json.mapper()
                .readTree(
                    "{\"vendor\":\"plazbot\",\"workspace\":\"acme\",\"messages\":2,\"accepted\":2,\"byStatus\":{\"200\":2}}"))
        .hasSize(3);
    assertThat(stats.at("/ledger/rows").longValue()).isEqualTo(5);
    assertThat(stats.at("/ledger/dropped").longValue()).isZero();
  }

  @Test
  void deleteCalls_emptiesLedgerAndStatsAndKeepsNumbering() {
    sandbox.plazbot("/api/message", message("acme"));

    assertThat(sandbox.delete("/sandbox/calls").json().path("removed").intValue()).isEqualTo(1);
    assertThat(sandbox.get("/sandbox/calls").text()).isEmpty();
    assertThat(sandbox.get("/sandbox/stats").json().path("messages").intValue()).isZero();

    sandbox.plazbot("/api/message", message("acme"));
    assertThat(sandbox.calls().getFirst().seq()).isEqualTo(2);
  }

  static String message(String workspace) {
    return "{\"workspaceId\":\""
        + workspace
        + "\",\"content\":\"Hola\",\"recipientPhone\":\"51987654321\"}";
  }
}
