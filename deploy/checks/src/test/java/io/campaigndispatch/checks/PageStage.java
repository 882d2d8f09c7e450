package io.campaigndispatch.checks;

import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.demo.scenario.Vendor;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running worker with campaigns in every state that the page shows. */
final class PageStage implements AutoCloseable {

  static final String TOKEN = "page-token-of-the-test";

  /** Would run, if anything made markup of it. */
  static final String HOSTILE = "<img src=x onerror=\"window.broken=true\">";

  static final int IDLE = 60;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Installation installation;
  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaProducer<String, String> producer;
  private int number;

  private PageStage(Installation installation, KafkaProducer<String, String> producer) {
    this.installation = installation;
    this.producer = producer;
  }

  static PageStage start(Path folder) throws IOException {
    Installation installation = Installation.prepare(folder, fleet());
    installation.startDispatcher(
        "--dispatch.api.token=" + TOKEN, "--dispatch.api.token-name=page-test");
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    PageStage stage =
        new PageStage(
            installation,
            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
    stage.play();
    return stage;
  }

  private static Fleet fleet() {
    List<Member> members = new ArrayList<>();
    members.add(member("acme", 5));
    members.add(member("bodega", 8));
    members.add(member("cafeteria", 12));
    members.add(member("dentista", 10));
    members.add(member("escuela", 10));
    members.add(member("farmacia", 20));
    for (int i = 1; i <= IDLE; i++) {
      members.add(member("tienda-%02d".formatted(i), 10));
    }
    return new Fleet(members, 60, new Bandwidth(10, Duration.ofSeconds(1), 1));
  }

  /** Each with a key of its own at the vendor. */
  private static Member member(String id, int perSecond) {
    List<Bandwidth> throttle =
        List.of(
            new Bandwidth(perSecond, Duration.ofSeconds(1), 1),
            new Bandwidth(50_000, Duration.ofDays(1), 50_000));
    return new Member(id, Vendor.PLATICA, vendorId(id), "token-of-" + id, throttle, null, 1);
  }

  private static String vendorId(String id) {
    return "52155" + (50_000_000 + Math.floorMod(id.hashCode(), 9_000_000));
  }

  private void play() {
    var sandbox = installation.sandbox();
    sandbox.addFault(FaultSpec.always(new Fault.Status(401, null, null)).in(vendorId("dentista")));
    sandbox.addFault(
        FaultSpec.always(new Fault.Status(400, null, null)).in(vendorId("bodega")).sometimes(0.4));
    sandbox.addFault(
        FaultSpec.always(new Fault.Status(503, null, null))
            .in(vendorId("cafeteria"))
            .sometimes(0.02));
    order("escuela/inscripciones-2027", "{\"state\":\"PAUSED\"}");
    producer.flush();
    await("inscripciones-2027", "PAUSED");
    send("acme", "spring-sale", 1_500);
    send("bodega", HOSTILE, 900);
    send("cafeteria", "recordatorios-noviembre", 2_000);
    send("dentista", "citas", 40);
    send("escuela", "inscripciones-2027", 350);
    send("farmacia", "vacunas", 60);
    producer.flush();
  }

  /** So that nothing of it is sent. */
  private void await(String campaign, String state) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!campaign(campaign).path("state").asString().equals(state)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError(campaign + " does not become " + state);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void order(String campaign, String value) {
    var unused = producer.send(new ProducerRecord<>(Topics.DEFAULT.campaigns(), campaign, value));
  }

  private void send(String workspace, String campaign, int requests) {
    for (int i = 0; i < requests; i++) {
      String json =
          """
          {"requestId":"%s-%d","workspaceId":"%s","campaignId":%s,"recipient":"+%d",\
          "message":{"type":"template","name":"aviso","language":"es",\
          "body":[{"name":"nombre","value":"Juan"}]}}"""
              .formatted(
                  workspace,
                  i,
                  workspace,
                  JSON.writeValueAsString(campaign),
                  5_215_512_000_000L + number++);
      var unused = producer.send(new ProducerRecord<>(Topics.DEFAULT.requests(), workspace, json));
    }
  }

  URI uri() {
    return installation.dispatcherUri();
  }

  HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(uri() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  /** What the API says of a campaign, whatever the page does. */
  JsonNode campaign(String id) {
    for (JsonNode campaign : JSON.readTree(get("/api/campaigns").body())) {
      if (campaign.path("campaignId").asString().equals(id)) {
        return campaign;
      }
    }
    return JSON.createObjectNode();
  }

  JsonNode workspace(String id) {
    return JSON.readTree(get("/api/workspaces/" + id).body());
  }

  @Override
  public void close() {
    producer.close();
    http.close();
    installation.close();
  }
}
