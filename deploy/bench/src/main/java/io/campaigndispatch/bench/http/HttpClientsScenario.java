package io.campaigndispatch.bench.http;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Report;
import io.campaigndispatch.bench.Spread;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Each client in turn posts to a stub in its own process; rounds are interleaved, so that whatever
 * else the machine does meets all clients alike.
 */
public final class HttpClientsScenario {
  private static final List<Integer> CONNECTIONS = List.of(256, 4_000);

  private final Options options;
  private final Duration warmUp;
  private final Duration measured;
  private final List<Posters> clients;
  private final List<Measurement> measurements = new ArrayList<>();

  /** One client, one number of connections, one round. */
  record Measurement(
      String client,
      int connections,
      int round,
      long requests,
      long failures,
      double perSecond,
      double cpuMicrosPerRequest) {}

  public HttpClientsScenario(Options options) {
    this.options = options;
    this.clients = Stream.of(Posters.values()).filter(options::takes).toList();
    this.warmUp = Duration.ofSeconds(options.quick() ? 3 : 8);
    this.measured = Duration.ofSeconds(options.quick() ? 2 : 8);
  }

  public void run() throws IOException {
    try (VendorStub stub = VendorStub.start(Duration.ZERO)) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (int connections : CONNECTIONS) {
          for (Posters client : clients) {
            measure(stub, client, connections, round);
          }
        }
      }
    }
    print();
    Path json = options.json();
    if (json != null) {
      Report.write(json, "http-clients", measurements);
    }
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
      Measurement taken =
          new Measurement(
              client.name(),
              connections,
              round,
              requests,
              Long.parseLong(figures[1]),
              requests * 1e9 / wallNanos,
              requests == 0 ? Double.NaN : cpuNanos / 1e3 / requests);
      measurements.add(taken);
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, %,d connections, %s: %,.0f/s, %.1f µs%n",
          round,
          options.rounds(),
          connections,
          client.title(),
          taken.perSecond(),
          taken.cpuMicrosPerRequest());
    }
  }

  private void print() {
    List<List<String>> rows = new ArrayList<>();
    for (int connections : CONNECTIONS) {
      for (Posters client : clients) {
        List<Measurement> own =
            measurements.stream()
                .filter(m -> m.client().equals(client.name()) && m.connections() == connections)
                .toList();
        rows.add(
            List.of(
                client.title(),
                String.format(Locale.ROOT, "%,d", connections),
                Spread.of(own.stream().map(Measurement::perSecond).toList()).text(0),
                Spread.of(own.stream().map(Measurement::cpuMicrosPerRequest).toList()).text(1),
                String.valueOf(own.stream().mapToLong(Measurement::failures).sum())));
      }
    }
    System.out.print(
        Report.table(
            List.of("client", "connections", "requests/s", "client CPU µs per request", "failures"),
            rows));
  }
}
