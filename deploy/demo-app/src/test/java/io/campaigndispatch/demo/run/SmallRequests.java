package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Ending;
import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Requests to a fleet's workspaces in turn, as JSON by hand, and the proof that each was accepted
 * once. A run's name makes its ids and numbers its own.
 *
 * @param count of a run's requests, at most 1,000
 */
record SmallRequests(Fleet fleet, int count) {

  Member member(int i) {
    return fleet.members().get(i % fleet.members().size());
  }

  String json(String run, int i) {
    return """
        {"requestId":"%s-%d","workspaceId":"%s","recipient":"+%s","message":{"type":"template",\
        "name":"aviso","language":"es","body":[{"name":"nombre","value":"Juan"}]}}\
        """
        .formatted(run, i, member(i).id(), digits(run, i));
  }

  private static String digits(String run, int i) {
    return Long.toString(5_216_000_000_000L + crc32(run) % 1_000_000 * 1_000 + i);
  }

  static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /** Waits for a run's outcomes; then looks into the vendors' ledger. */
  void assertAllAcceptedOnce(Installation installation, String run) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> run + "-" + i).toList();
    List<Ending> endings = new ArrayList<>();
    try (Results results = new Results(installation.bootstrapServers())) {
      long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (endings.size() < count && System.nanoTime() < giveUp) {
        results.poll(
            Duration.ofMillis(100),
            outcome -> {
              if (outcome.requestId().startsWith(run + "-")) {
                endings.add(Ending.of(outcome));
              }
            });
      }
    }
    assertThat(endings)
        .allMatch(ending -> ending.status() == Status.ACCEPTED)
        .extracting(ending -> ending.key().requestId())
        .containsExactlyInAnyOrderElementsOf(ids);
    List<String> taken =
        LedgerReader.read(installation.sandbox(), fleet).stream()
            .filter(VendorCall::taken)
            .map(VendorCall::addressee)
            .toList();
    for (int i = 0; i < count; i++) {
      assertThat(taken).containsOnlyOnce(digits(run, i));
    }
  }
}
