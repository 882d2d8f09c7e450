package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders by topic, file and HTTP, and what a running worker makes of them. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlIT {

  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Fleet FLEET = Fleets.of(12, 300);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Status> endings = new HashMap<>();
  private Installation installation;
  private KafkaProducer<String, String> producer;
  private Results results;

  @BeforeAll
  void start() throws IOException {
    installation = Installation.prepare(folder, FLEET);
    installation.startDispatcher();
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    results = new Results(installation.bootstrapServers());
  }

  @AfterAll
  void stop() {
    results.close();
    producer.close();
    installation.close();
  }

  @Test
  void workspacePausedOverHttp_waitsAndShowsWhy_untilItIsResumed() {
    String id = FLEET.members().get(0).id();
    assertThat(post("/api/workspaces/" + id + "/pause").statusCode()).isEqualTo(202);
    JsonNode paused = until(() -> get("/api/workspaces/" + id), it -> !it.get("holds").isEmpty());
    assertThat(paused.at("/holds/0/scope").stringValue()).isEqualTo("WORKSPACE");
    assertThat(paused.at("/holds/0/reason").stringValue()).isEqualTo("OPERATOR");

    request(id, "paused-1", null);
    JsonNode waiting =
        until(() -> get("/api/workspaces/" + id), it -> it.at("/backlog/NORMAL").longValue(0) == 1);
    assertThat(waiting.get("waitReason").stringValue()).isEqualTo("WORKSPACE_HELD");
    assertThat(waiting.get("oldestOpenAt").isNull()).isFalse();

    assertThat(post("/api/workspaces/" + id + "/resume").statusCode()).isEqualTo(202);
    assertThat(ending("paused-1")).isEqualTo(Status.ACCEPTED);
  }

  @Test
  void campaignCancelledOverHttp_endsCancelled_untilItIsResumed() {
    String id = FLEET.members().get(1).id();
    String path = "/api/workspaces/" + id + "/campaigns/spring%2Fsale%20%C3%B1/";
    assertThat(post(path + "cancel").statusCode()).isEqualTo(202);
    until(() -> get("/api/campaigns"), it -> "CANCELLED".equals(stateOf(it, "spring/sale ñ")));

    request(id, "cancelled-1", "spring/sale ñ");
    assertThat(ending("cancelled-1")).isEqualTo(Status.CANCELLED);
    JsonNode counted =
        until(
            () -> campaign(get("/api/campaigns"), "spring/sale ñ"),
            it -> it.path("cancelled").longValue(0) == 1);
    assertThat(counted.get("read").longValue()).isEqualTo(1);
    assertThat(counted.get("open").longValue()).isZero();

    assertThat(post(path + "resume").statusCode()).isEqualTo(202);
    until(() -> get("/api/campaigns"), it -> !"CANCELLED".equals(stateOf(it, "spring/sale ñ")));
    request(id, "resumed-1", "spring/sale ñ");
    assertThat(ending("resumed-1")).isEqualTo(Status.ACCEPTED);
  }

  @Test
  void suppressionOfTheTopic_endsSuppressed() {
    String id = FLEET.members().get(2).id();
    send(TOPICS.suppressions(), id + "/" + number("gone-1"), "{\"category\":\"ALL\"}");
    // Topics are read in turn: once a later order is known, this one is.
    send(TOPICS.campaigns(), id + "/after-suppression", "{\"state\":\"PAUSED\"}");
    until(() -> get("/api/campaigns"), it -> "PAUSED".equals(stateOf(it, "after-suppression")));

    request(id, "gone-1", null);
    assertThat(ending("gone-1")).isEqualTo(Status.SUPPRESSED);
  }

  @Test
  void workspaceOfTheTopic_isServed_andUnknownOnceItIsRemoved() throws IOException {
    Member model = FLEET.members().get(3);
    send(
        TOPICS.workspaces(),
        "late",
        "{\"vendor\":\"%s\",\"vendor-workspace-id\":\"%s\",\"credential\":\"%s\"}"
            .formatted(model.vendor().id(), model.vendorWorkspaceId(), credentialOf(model)));
    until(() -> get("/api/workspaces/late"), it -> it.has("vendor"));
    request("late", "late-1", null);
    assertThat(ending("late-1")).isEqualTo(Status.ACCEPTED);

    send(TOPICS.workspaces(), "late", null);
    until(() -> get("/api/workspaces/late"), it -> !it.has("vendor"));
    request("late", "late-2", null);
    assertThat(ending("late-2")).isEqualTo(Status.FAILED);
  }

  @Test
  void changedFile_isInForceWithinSeconds() throws IOException {
    Path file = folder.resolve("workspaces.yaml");
    String before = Files.readString(file);
    Files.writeString(file, before.replaceFirst("vendors:", "vendors: 7\nrest:"));
    Files.writeString(
        file, before.replaceFirst("default-country: MX", "default-country: MX\n    weight: 2"));
    Member member = FLEET.members().get(0);
    String overlay = "{\"throttle\":[{\"rate\":7,\"per\":\"1s\"}]}";
    send(TOPICS.workspaces(), member.id(), overlay);

    JsonNode now =
        until(
            () -> get("/api/workspaces/" + member.id()),
            it -> it.path("allowedPerSecond").doubleValue(0) == 7);
    assertThat(now.get("vendor").stringValue()).isEqualTo(member.vendor().id());
  }

  @Test
  void whatIsNotThere_isToldInJson() throws IOException {
    HttpResponse<String> unknown = post("/api/workspaces/nobody/pause");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(unknown.body()).get("detail").stringValue())
        .isEqualTo("workspaceId: expected the id of a configured workspace, received \"nobody\"");
    assertThat(post("/api/workspaces/nobody/campaigns/x/cancel").statusCode()).isEqualTo(404);
    assertThat(call("GET", installation, "/api/workspaces/nobody").statusCode()).isEqualTo(404);
    String long129 = "x".repeat(129);
    String known = FLEET.members().get(0).id();
    assertThat(post("/api/workspaces/" + known + "/campaigns/" + long129 + "/cancel").statusCode())
        .isEqualTo(400);
    assertThat(Files.readString(installation.logFile())).doesNotContain("workspace nobody");
  }

  @Test
  void everyOrder_leavesALineOfWhoAndWhat() throws IOException {
    String id = FLEET.members().get(4).id();
    post("/api/workspaces/" + id + "/campaigns/audited/pause");

    // In JSON.
    assertThat(Files.readString(installation.logFile()).replace("\\/", "/"))
        .contains("order by=loopback what=campaign " + id + "/audited PAUSED result=PUBLISHED");
  }

  @Test
  void twoWorkers_eachAnswerForBoth() throws IOException {
    try (Installation other =
        Installation.prepare(
            Files.createDirectory(folder.resolve("other")),
            FLEET,
            installation.bootstrapServers())) {
      other.startDispatcher();
      until(() -> installation.snapshot().partitions(), it -> it < 24);
      for (Member member : FLEET.members().subList(5, 12)) {
        assertThat(call("POST", other, "/api/workspaces/" + member.id() + "/pause").statusCode())
            .isEqualTo(202);
        until(() -> get("/api/workspaces/" + member.id()), it -> !it.get("holds").isEmpty());
        until(
            () -> json(other, "/api/workspaces/" + member.id()), it -> !it.get("holds").isEmpty());
        request(member.id(), "both-" + member.id(), null);
      }
      for (Member member : FLEET.members().subList(5, 12)) {
        for (Installation one : new Installation[] {installation, other}) {
          until(
              () -> json(one, "/api/workspaces/" + member.id()),
              it -> it.at("/backlog/NORMAL").longValue(0) == 1);
        }
        post("/api/workspaces/" + member.id() + "/resume");
        assertThat(ending("both-" + member.id())).isNotNull();
      }
    }
  }

  private static String credentialOf(Member member) throws IOException {
    Matcher credential =
        Pattern.compile("id: \"" + member.id() + "\".*?(file:[^\"]+)", Pattern.DOTALL)
            .matcher(Files.readString(folder.resolve("workspaces.yaml")));
    assertThat(credential.find()).isTrue();
    return credential.group(1);
  }

  private static @Nullable String stateOf(JsonNode campaigns, String id) {
    return campaign(campaigns, id).path("state").stringValue(null);
  }

  private static JsonNode campaign(JsonNode campaigns, String id) {
    for (JsonNode one : campaigns) {
      if (one.path("campaignId").stringValue("").equals(id)) {
        return one;
      }
    }
    return JSON.createObjectNode();
  }

  private void request(String workspace, String requestId, @Nullable String campaign) {
    send(
        TOPICS.requests(),
        workspace,
        """
        {"requestId":"%s","workspaceId":"%s","campaignId":%s,"priority":"NORMAL",\
        "recipient":"%s","message":{"type":"template","name":"aviso","language":"es",\
        "body":[{"name":"nombre","value":"Juan"}]}}\
        """
            .formatted(
                requestId,
                workspace,
                campaign == null ? "null" : '"' + campaign + '"',
                number(requestId)));
  }

  private static String number(String requestId) {
    return "+" + (5_216_100_000_000L + SmallRequests.crc32(requestId));
  }

  private void send(String topic, String key, @Nullable String value) {
    var unused = producer.send(new ProducerRecord<>(topic, key, value));
    producer.flush();
  }

  /** Waits for it. */
  private @Nullable Status ending(String requestId) {
    return until(
            () -> {
              results.poll(Duration.ofMillis(50), this::ended);
              return endings;
            },
            it -> it.containsKey(requestId))
        .get(requestId);
  }

  private void ended(Outcome outcome) {
    endings.put(outcome.requestId(), outcome.status());
  }

  private JsonNode get(String path) {
    return json(installation, path);
  }

  private JsonNode json(Installation worker, String path) {
    return JSON.readTree(call("GET", worker, path).body());
  }

  private HttpResponse<String> post(String path) {
    return call("POST", installation, path);
  }

  private HttpResponse<String> call(String method, Installation worker, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(worker.dispatcherUri() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  private static <T> T until(Supplier<T> look, Predicate<T> isSo) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    T seen = look.get();
    while (!isSo.test(seen)) {
      assertThat(System.nanoTime()).as("last seen: %s", seen).isLessThan(giveUp);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      seen = look.get();
    }
    return seen;
  }
}
