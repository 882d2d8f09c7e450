package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.demo.scenario.Vendor;
import io.campaigndispatch.dispatcher.app.DeadLettersProgram;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign with failures, then what an operator does with its dead letters: by the command, and
 * over HTTP.
 */
@Timeout(180)
class DeadLettersIT {

  private static final Fleet FLEET = Fleets.of(12, 300);
  private static final int FAILING = 6;
  private static final Fault UNREACHABLE = new Fault.Status(131026, null, null);

  @TempDir private Path folder;
  private final List<Outcome> outcomes = new ArrayList<>();

  private record Printed(int status, String out, String err) {}

  private static Printed run(Installation installation, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--spring.kafka.bootstrap-servers=" + installation.bootstrapServers());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = DeadLettersProgram.run(all, new PrintWriter(out), new PrintWriter(err));
    return new Printed(status, out.toString(), err.toString());
  }

  private static Member member(Vendor vendor) {
    return FLEET.members().stream().filter(one -> one.vendor() == vendor).findFirst().orElseThrow();
  }

  private static String digits(int i) {
    return Long.toString(5_215_587_650_000L + i);
  }

  private static ProducerRecord<String, String> request(String id, Member member, int i) {
    String json =
        """
        {"requestId":"%s","workspaceId":"%s","campaignId":"spring","recipient":"+%s",\
        "onUncertain":"HOLD","message":{"type":"template","name":"aviso","language":"es",\
        "body":[{"name":"nombre","value":"Juan"}]}}"""
            .formatted(id, member.id(), digits(i));
    return new ProducerRecord<>("dispatch.requests", member.id(), json);
  }

  private static ProducerRecord<String, String> severalRecipients(Member member) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(
            "dispatch.requests",
            member.id(),
            """
            {"templateName":"aviso","languageCode":"es","recipients":[\
            {"phoneNumber":"+%s"},{"phoneNumber":"+%s"},{"phoneNumber":"+%s"}]}"""
                .formatted(digits(20), digits(21), digits(22)));
    record.headers().add("dispatch-format", utf8("gateway.send-template"));
    record.headers().add("dispatch-request-id", utf8("several"));
    return record;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void publish(Installation installation) {
    Member platica = member(Vendor.PLATICA);
    Member gateway = member(Vendor.GATEWAY);
    var faults = installation.sandbox();
    List<ProducerRecord<String, String>> records = new ArrayList<>();
    for (int i = 0; i < FAILING; i++) {
      faults.addFault(FaultSpec.always(new Fault.Status(400, null, null)).to(digits(i)).times(1));
      records.add(request("failing-" + i, platica, i));
    }
    for (int i = 10; i < 12; i++) {
      faults.addFault(FaultSpec.always(new Fault.Reset()).to(digits(i)).times(1));
      records.add(request("uncertain-" + i, platica, i));
    }
    faults.addFault(FaultSpec.always(UNREACHABLE).to(digits(21)).times(1));
    records.add(severalRecipients(gateway));
    try (var producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (ProducerRecord<String, String> record : records) {
        var unused = producer.send(record);
      }
    }
  }

  private void await(Results results, int number) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (outcomes.size() < number) {
      assertThat(System.nanoTime()).as("outcomes: " + outcomes).isLessThan(giveUp);
      results.poll(Duration.ofMillis(100), outcomes::add);
    }
  }

  private List<String> ended(int replay, Status status) {
    return outcomes.stream()
        .filter(outcome -> outcome.replay() == replay && outcome.status() == status)
        .map(Outcome::requestId)
        .toList();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpRequest.Builder to(Installation installation, String path) {
    return HttpRequest.newBuilder(URI.create(installation.dispatcherUri() + path));
  }

  @Test
  void deadLettersOfACampaign_areReplayedAndResolved_eachOnce()
      throws IOException, InterruptedException {
    try (Installation installation = Installation.prepare(folder, FLEET)) {
      // They fail alike, all of them: that is no reason to hold their template here.
      installation.startDispatcher(
          "--dispatch.topics.partitions=3", "--dispatch.holds.equal-failures=1000");
      try (Results results = new Results(installation.bootstrapServers())) {
        publish(installation);
        await(results, FAILING + 2 + 3);
        assertThat(ended(0, Status.FAILED)).hasSize(FAILING + 1).contains("several:1");
        assertThat(ended(0, Status.UNCERTAIN)).hasSize(2);

        Printed listed = run(installation, "list");
        assertThat(listed.status()).isZero();
        assertThat(listed.out()).contains("9 dead letters, 9 open").doesNotContain(digits(0));
        assertThat(run(installation, "show", "failing-0").out()).contains(digits(0));

        Printed unconfirmed = run(installation, "replay");
        assertThat(unconfirmed.status()).isEqualTo(3);
        assertThat(unconfirmed.out()).contains("7 dead letters would be replayed");
        Printed replayed = run(installation, "replay", "--yes", "--by", "ana");
        assertThat(replayed.out()).contains("7 dead letters replayed", "2  left: uncertain");
        assertThat(run(installation, "replay", "--yes").out()).contains("0 dead letters replayed");

        await(results, FAILING + 2 + 3 + FAILING + 1);
        assertThat(ended(1, Status.ACCEPTED))
            .hasSize(FAILING + 1)
            .contains("several:1")
            .doesNotContain("several:0", "several:2");

        resolve(installation, results);
        assertThat(outcomes).noneMatch(outcome -> outcome.status() == Status.DUPLICATE);
        assertThat(installation.snapshot().unaccounted()).isZero();
      }
      assertCalls(installation);
    }
  }

  private void resolve(Installation installation, Results results)
      throws IOException, InterruptedException {
    Printed accepted =
        run(installation, "resolve", "--as", "accepted", "--request-id", "uncertain-10");
    assertThat(accepted.out()).contains("1 dead letters accepted");
    HttpResponse<String> resent =
        send(
            to(installation, "/api/dead-letters/resolve")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"as\":\"resend\",\"requestId\":\"uncertain-11\"}"))
                .build());
    assertThat(resent.statusCode()).as(resent.body()).isEqualTo(200);
    assertThat(resent.body()).contains("\"number\":1");

    await(results, FAILING + 2 + 3 + FAILING + 1 + 2);
    assertThat(ended(1, Status.ACCEPTED)).contains("uncertain-10", "uncertain-11");
    HttpResponse<String> open =
        send(to(installation, "/api/dead-letters?open=true&workspace=none").GET().build());
    assertThat(open.body()).contains("\"total\":0");
    HttpResponse<String> all = send(to(installation, "/api/dead-letters?limit=2").GET().build());
    assertThat(all.body()).contains("\"total\":9", "\"open\":0", "\"by\":\"ana\"");
    HttpResponse<String> wrong =
        send(
            to(installation, "/api/dead-letters/replay")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());
    assertThat(wrong.statusCode()).isEqualTo(400);
  }

  /** By the vendors' own ledger. */
  private static void assertCalls(Installation installation) {
    List<String> taken =
        LedgerReader.read(installation.sandbox(), FLEET).stream()
            .filter(VendorCall::taken)
            .map(VendorCall::addressee)
            .toList();
    List<String> once =
        IntStream.of(0, 1, 2, 3, 4, 5, 10, 20, 21, 22).mapToObj(DeadLettersIT::digits).toList();
    assertThat(taken).contains(digits(11));
    assertThat(taken.stream().filter(one -> !one.equals(digits(11))))
        .containsExactlyInAnyOrderElementsOf(once);
    assertThat(taken.stream().filter(digits(11)::equals)).hasSize(2);
  }
}
