package io.campaigndispatch.bench.rates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.bench.scale.Scrape;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.OptionalDouble;

/** The dispatcher's gauge of calls in flight. */
final class InFlightGauge {
  private static final int ANSWER_MILLIS = 2_000;

  private InFlightGauge() {}

  /** What it shows now, over all vendors; empty when it does not answer. */
  static OptionalDouble read(URI dispatcher) {
    try {
      var connection =
          (HttpURLConnection) dispatcher.resolve("/actuator/prometheus").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try (var in = connection.getInputStream()) {
        return new Scrape(new String(in.readAllBytes(), UTF_8)).sum("dispatch_in_flight");
      }
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }
}
