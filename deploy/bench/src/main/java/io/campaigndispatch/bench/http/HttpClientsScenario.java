package io.campaigndispatch.bench.http;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Each client in turn posts to a stub in its own process; rounds are interleaved, so that whatever
 * else the machine does meets all clients alike.
 */
public final class HttpClientsScenario implements Scenario {
  public static final String NAME = "http-clients";
  private static final Measure RATE = new Measure("calls", "requests/s");
  private static final Measure CPU = new Measure("client CPU", "µs per request");
  private static final Measure FAILURES = new Measure("failures", "requests");
  private static final List<Integer> CONNECTIONS = List.of(256, 4_000);

  private final Options options;
  private final Duration warmUp;
  private final Duration measured;
  private final List<Posters> clients;
  private final Findings findings = new Findings(NAME);

  public HttpClientsScenario(Options options) {
    this.options = options;
    this.clients = Stream.of(Posters.values()).filter(options::takes).toList();
    this.warmUp = Duration.ofSeconds(options.quick() ? 3 : 8);
    this.measured = Duration.ofSeconds(options.quick() ? 2 : 8);
  }

  @Override
  public Findings run() throws IOException {
    try (VendorStub stub = VendorStub.start(Duration.ZERO)) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (int connections : CONNECTIONS) {
          for (Posters client : clients) {
            measure(stub, client, connections, round);
          }
        }
      }
    }
    return findings;
  }

  private void measure(VendorStub stub, Posters client, int connections, int round)
      throws IOException {
    long before = stub.answered();
    try (Child child =
        Child.jvm(
            "http-client",
            List.of("-Xmx1g"),
            ClientRun.command(client, stub.uri(), connections, warmUp, measured))) {
      String[] figures = child.await("result").split(" ", -1);
      long requests = Long.parseLong(figures[0]);
      if (stub.answered() - before < requests) {
        throw new IllegalStateException(client + " counted replies that the stub never gave");
      }
      double cpuNanos = Double.parseDouble(figures[2]);
      double wallNanos = Double.parseDouble(figures[3]);
      String setting = String.format(Locale.ROOT, "%,d connections", connections);
      double perSecond = requests * 1e9 / wallNanos;
      findings.add(client.title(), setting, RATE, perSecond);
      findings.add(client.title(), setting, FAILURES, Double.parseDouble(figures[1]));
      if (requests > 0) {
        findings.add(client.title(), setting, CPU, cpuNanos / 1e3 / requests);
      }
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, %s, %s: %,.0f/s, %.1f µs%n",
          round,
          options.rounds(),
          setting,
          client.title(),
          perSecond,
          cpuNanos / 1e3 / requests);
    }
  }
}
