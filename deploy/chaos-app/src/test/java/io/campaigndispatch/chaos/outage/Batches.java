package io.campaigndispatch.chaos.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Ending;
import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.run.Installation;
import io.campaigndispatch.demo.run.LedgerReader;
import io.campaigndispatch.demo.run.Results;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Batches of plain requests, one after another, to a fleet's workspaces in turn. Every one has
 * recipients of its own.
 */
final class Batches {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long FIRST_NUMBER = 5_215_500_000_000L;

  private final Installation installation;
  private final Fleet fleet;
  private final int size;
  private int published;

  /**
   * @param size of each batch
   */
  Batches(Installation installation, Fleet fleet, int size) {
    this.installation = installation;
    this.fleet = fleet;
    this.size = size;
  }

  /** A batch under its name. */
  void publish(String batch) {
    send(batch, published);
    published += size;
  }

  /** The requests of the last batch once more, under its name. */
  void repeat(String batch) {
    send(batch, published - size);
  }

  private void send(String batch, int firstNumber) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", installation.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < size; i++) {
        Member member = fleet.members().get(i % fleet.members().size());
        String json =
            """
            {"requestId":"%s-%d","workspaceId":"%s","recipient":"+%d","message":{"type":"template",\
            "name":"aviso","language":"es","body":[{"name":"nombre","value":"Juan"}]}}\
            """
                .formatted(batch, i, member.id(), FIRST_NUMBER + firstNumber + i);
        var _ = producer.send(new ProducerRecord<>(Topics.DEFAULT.requests(), member.id(), json));
      }
    }
  }

  /** How many requests the worker has ended since it was started. */
  long ended() {
    return installation.snapshot().workspaces().values().stream()
        .mapToLong(one -> one.tally().allClosed())
        .sum();
  }

  /** Waits until each request of a batch has ended so, in an outcome topic that is read anew. */
  void assertEnded(String batch, Status... statuses) {
    List<Ending> endings = new ArrayList<>();
    int expected = size * statuses.length;
    try (Results results = new Results(installation.bootstrapServers())) {
      long giveUp = System.nanoTime() + PATIENCE.toNanos();
      while (endings.size() < expected && System.nanoTime() < giveUp) {
        results.poll(
            Duration.ofMillis(100),
            outcome -> {
              if (outcome.requestId().startsWith(batch + "-")) {
                endings.add(Ending.of(outcome));
              }
            });
      }
    }
    for (Status status : statuses) {
      assertThat(endings.stream().filter(ending -> ending.status() == status))
          .as(batch + " " + status)
          .extracting(ending -> ending.key().requestId())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, size).mapToObj(i -> batch + "-" + i).toList());
    }
    assertThat(endings).hasSize(expected);
  }

  /** The vendors were called once for every request of every batch, and nothing is left over. */
  void assertCalledOnce() {
    assertThat(LedgerReader.read(installation.sandbox(), fleet))
        .extracting(VendorCall::addressee)
        .doesNotHaveDuplicates()
        .hasSize(published);
    assertThat(installation.snapshot().unaccounted()).isZero();
    assertThat(installation.snapshot().openRequests()).isZero();
  }
}
