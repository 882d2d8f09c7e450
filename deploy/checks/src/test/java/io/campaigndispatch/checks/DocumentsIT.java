package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.run.Tail;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Vendor;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running worker's topics, records and answers are as docs/asyncapi.yaml and docs/openapi.yaml
 * say.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final AsyncTopics DOCUMENT = AsyncTopics.read();
  private static final Fleet FLEET = Fleets.of(12, 300);

  /** What is published to be refused, and fits no document. */
  private static final String BROKEN = "broken-";

  @TempDir private static Path folder;

  private Installation installation;

  @BeforeAll
  void start() throws IOException {
    installation = Installation.prepare(folder, FLEET);
    installation.startDispatcher();
    publish();
    awaitFinalOutcomes(8);
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  private static String workspace(Vendor vendor) {
    return FLEET.members().stream()
        .filter(member -> member.vendor() == vendor)
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static String recipient(int i) {
    return Long.toString(5_215_512_340_000L + i);
  }

  /** One of everything that ends differently. */
  private void publish() {
    String platica = workspace(Vendor.PLATICA);
    var sandbox = installation.sandbox();
    sandbox.addFault(FaultSpec.always(new Fault.Status(400, null, null)).to(recipient(2)).times(1));
    sandbox.addFault(FaultSpec.always(new Fault.Reset()).to(recipient(3)).times(1));
    List<ProducerRecord<String, String>> records = new ArrayList<>();
    records.add(request(platica, "accepted", 1, ""));
    records.add(request(platica, "failed", 2, ""));
    records.add(request(platica, "uncertain", 3, "\"onUncertain\":\"HOLD\","));
    records.add(request(platica, "accepted", 1, ""));
    records.add(request(platica, "delayed", 4, "\"schedule\":{\"delayMs\":3000},"));
    records.add(request("nobody", "unknown", 5, ""));
    records.add(request(platica, BROKEN + "rules", 6, "\"priority\":\"LATER\","));
    records.add(new ProducerRecord<>(TOPICS.requests(), platica, "no JSON"));
    ProducerRecord<String, String> vendors =
        new ProducerRecord<>(
            TOPICS.requests(),
            workspace(Vendor.GATEWAY),
            "{\"templateName\":\"aviso\",\"languageCode\":\"es\",\"recipients\":[{\"phoneNumber\":\"+"
                + recipient(7)
                + "\"}]}");
    vendors.headers().add("dispatch-format", utf8("gateway.send-template"));
    vendors.headers().add("dispatch-request-id", utf8("several"));
    records.add(vendors);
    ProducerRecord<String, String> home = request(platica, "away", 8, "");
    // Without its key it is nowhere at home.
    records.add(new ProducerRecord<>(TOPICS.requests(), 23, null, home.value()));
    records.add(
        new ProducerRecord<>(
            TOPICS.suppressions(), platica + "/+" + recipient(9), "{\"category\":\"MARKETING\"}"));
    records.add(new ProducerRecord<>(TOPICS.workspaces(), platica, "{\"weight\":2}"));
    records.add(
        new ProducerRecord<>(TOPICS.campaigns(), platica + "/spring", "{\"state\":\"RUNNING\"}"));
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (ProducerRecord<String, String> record : records) {
        var unused = producer.send(record);
      }
    }
  }

  private static ProducerRecord<String, String> request(
      String workspace, String id, int recipient, String fields) {
    String json =
        """
        {"requestId":"%s","workspaceId":"%s",%s"recipient":"+%s",\
        "message":{"type":"template","name":"aviso","language":"es",\
        "body":[{"name":"nombre","value":"Juan"}]}}"""
            .formatted(id, workspace, fields, recipient(recipient));
    return new ProducerRecord<>(TOPICS.requests(), workspace, json);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitFinalOutcomes(int number) {
    Map<String, Status> ended = new TreeMap<>();
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (Tail tail = new Tail(installation.bootstrapServers(), TOPICS.outcomes())) {
      while (ended.size() < number) {
        assertThat(System.nanoTime()).as("ended: %s", ended).isLessThan(giveUp);
        tail.poll(
            Duration.ofMillis(100),
            record -> {
              Outcome outcome = OutcomeCodec.decode(record.value());
              if (outcome.status().isFinal()) {
                ended.put(outcome.requestId(), outcome.status());
              }
            });
      }
    }
  }

  @Test
  void topics_areThoseOfTheDocument_madeAsItSays() throws InterruptedException, ExecutionException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      assertThat(admin.listTopics().names().get()).isEqualTo(DOCUMENT.names());

      var topics = admin.describeTopics(DOCUMENT.names()).allTopicNames().get();
      for (var channel : DOCUMENT.channels().entrySet()) {
        String topic = channel.getKey();
        JsonNode kafka = channel.getValue().at("/bindings/kafka");
        assertThat(Objects.requireNonNull(topics.get(topic)).partitions())
            .as(topic)
            .hasSize(kafka.path("partitions").intValue());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var made =
            Objects.requireNonNull(
                admin.describeConfigs(Set.of(resource)).all().get().get(resource));
        for (var setting : kafka.path("topicConfiguration").properties()) {
          JsonNode value = setting.getValue();
          assertThat(made.get(setting.getKey()).value())
              .as(topic + " " + setting.getKey())
              .isEqualTo(value.isArray() ? value.get(0).asString() : value.asString());
        }
      }
    }
  }

  @Test
  void records_ofEveryTopicThatIsNotInternal_fitTheDocument() {
    Map<String, Integer> seen = new TreeMap<>();
    String[] topics =
        DOCUMENT.names().stream()
            .filter(name -> !List.of(TOPICS.journal(), TOPICS.progress()).contains(name))
            .toArray(String[]::new);
    try (Tail tail = new Tail(installation.bootstrapServers(), topics)) {
      tail.readToEnd(
          record -> {
            String name = messageName(record);
            if (!name.isEmpty()) {
              seen.merge(name, 1, Integer::sum);
              assertFits(record, DOCUMENT.message(record.topic(), name));
            }
          });
    }

    assertThat(seen.keySet())
        .contains(
            "sendRequest",
            "vendorBody",
            "outcome",
            "deadLetter",
            "delayedRequest",
            "suppression",
            "workspace",
            "campaignOrder");
    assertThat(seen.get("outcome")).isGreaterThanOrEqualTo(9);
    assertThat(seen.get("deadLetter")).isEqualTo(5);
  }

  /** As the document calls it; empty when it is meant to be refused. */
  private static String messageName(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(TOPICS.requests())) {
      JsonNode messages =
          DOCUMENT
              .channels()
              .getOrDefault(record.topic(), JSON.createObjectNode())
              .path("messages");
      boolean pause = new String(record.key(), StandardCharsets.UTF_8).endsWith("/paused");
      return pause ? "workspacePause" : messages.propertyNames().iterator().next();
    }
    if (record.headers().lastHeader("dispatch-format") != null) {
      return "vendorBody";
    }
    String value = new String(record.value(), StandardCharsets.UTF_8);
    boolean broken = !value.startsWith("{") || value.contains(BROKEN);
    // Its key is missing, which is why it is moved; the copy has it.
    return broken || record.key() == null ? "" : "sendRequest";
  }

  private static void assertFits(ConsumerRecord<byte[], byte[]> record, JsonNode message) {
    ApiDocument document = DOCUMENT.document();
    String where = record.topic() + "-" + record.partition() + "@" + record.offset();
    ObjectNode headers = JSON.createObjectNode();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    if (message.has("headers")) {
      assertThat(document.problems(message.path("headers"), headers)).as(where).isEmpty();
    }
    JsonNode key = message.at("/bindings/kafka/key");
    if (!key.isMissingNode()) {
      String text = new String(record.key(), StandardCharsets.UTF_8);
      assertThat(document.problems(key, JSON.getNodeFactory().stringNode(text)))
          .as(where)
          .isEmpty();
    }
    boolean json = message.path("contentType").asString().equals("application/json");
    // Without a value it takes back what its key said.
    if (json && record.value() != null) {
      assertThat(document.problems(DOCUMENT.payload(message), JSON.readTree(record.value())))
          .as(where)
          .isEmpty();
    }
  }

  @Test
  void answers_ofEveryOperation_fitTheDocument() throws IOException, InterruptedException {
    String known = workspace(Vendor.PLATICA);
    String campaign = "/api/workspaces/" + known + "/campaigns/spring%2F1/";
    String uncertain = "{\"as\":\"accepted\",\"requestId\":\"uncertain\"}";
    try (HttpAnswers answers =
        new HttpAnswers(ApiDocument.read("openapi.yaml"), installation.dispatcherUri())) {
      answers.get("/api/workspaces", 200);
      answers.get("/api/workspaces/" + known, 200);
      answers.get("/api/workspaces/nobody", 404);
      answers.get("/api/fleet", 200);
      answers.get("/api/fleet/workspaces?sort=WAITING&limit=3", 200);
      answers.get("/api/fleet/workspaces?limit=201", 400);
      answers.get("/api/fleet/campaigns?only=BUSY&workspace=" + known, 200);
      answers.get("/api/fleet/campaigns?only=SOME", 400);
      answers.get("/api/fleet/failures", 200);
      answers.get("/api/fleet/failures?offset=-1", 400);
      answers.post("/api/workspaces/" + known + "/pause", 202);
      answers.get("/api/workspaces/" + known, 200);
      answers.post("/api/workspaces/" + known + "/resume", 202);
      answers.post("/api/workspaces/nobody/resume", 404);
      answers.post(campaign + "pause", 202);
      answers.post(campaign + "cancel", 202);
      answers.get("/api/campaigns", 200);
      answers.post(campaign + "resume", 202);
      answers.postFromAPage(campaign + "cancel", 403);
      String place =
          answers
              .get("/api/dead-letters?category=UNCERTAIN&open=true&limit=1", 200)
              .at("/letters/0/place")
              .asString();
      answers.get("/api/dead-letters?category=NONE", 400);
      answers.get("/api/dead-letters/" + place, 200);
      answers.get("/api/dead-letters/0@1000000", 404);
      answers.get("/api/dead-letters/here", 400);
      answers.getFromAPage("/api/dead-letters/" + place, 401);
      answers.post("/api/dead-letters/resolve", uncertain, 200);
      answers.post("/api/dead-letters/resolve", uncertain, 200);
      answers.post("/api/dead-letters/replay", "{\"requestId\":\"failed\",\"dryRun\":true}", 200);
      answers.post("/api/dead-letters/replay", "{}", 400);
      answers.post("/api/dead-letters/replay", 415);
      answers.get("/actuator/health/liveness", 200);
      answers.get("/actuator/health/readiness", 200);
      answers.get("/actuator/prometheus", 200);

      assertThat(answers.operationsLeft()).isEmpty();
    }
  }

  /** It was eight seconds when each of the 24 partitions waited for a fetch beyond its end. */
  @Test
  void deadLetters_fewInManyPartitions_areListedSoon() throws IOException, InterruptedException {
    try (HttpAnswers answers =
        new HttpAnswers(ApiDocument.read("openapi.yaml"), installation.dispatcherUri())) {
      long before = System.nanoTime();
      answers.get("/api/dead-letters", 200);
      Duration taken = Duration.ofNanos(System.nanoTime() - before);
      assertThat(taken).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void deadLetters_listedForOneWhoMayNotOrder_showNoWholeNumber()
      throws IOException, InterruptedException {
    try (HttpAnswers answers =
        new HttpAnswers(ApiDocument.read("openapi.yaml"), installation.dispatcherUri())) {
      String whole = recipient(2);

      assertThat(answers.get("/api/dead-letters", 200).toString()).contains("failed", whole);
      assertThat(answers.getFromAPage("/api/dead-letters", 200).toString())
          .contains("failed")
          .doesNotContain(whole.substring(0, 10));
    }
  }

  @Test
  void actuator_beyondTheDocument_isNotThere() throws IOException, InterruptedException {
    Set<Integer> statuses = new TreeSet<>();
    try (HttpAnswers answers =
        new HttpAnswers(ApiDocument.read("openapi.yaml"), installation.dispatcherUri())) {
      for (String closed :
          List.of("env", "configprops", "heapdump", "loggers", "beans", "threaddump", "shutdown")) {
        statuses.add(answers.status("/actuator/" + closed));
      }
    }

    assertThat(statuses).containsExactly(404);
  }
}
