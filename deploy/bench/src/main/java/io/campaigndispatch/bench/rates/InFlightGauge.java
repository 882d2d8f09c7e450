package io.campaigndispatch.bench.rates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** The dispatcher's gauge of calls in flight. */
final class InFlightGauge {
  private static final String NAME = "dispatch_in_flight{";
  private static final int ANSWER_MILLIS = 2_000;

  private InFlightGauge() {}

  /** What it shows now, over all vendors; nothing when it does not answer. */
  static List<Double> read(URI dispatcher) {
    try {
      var connection =
          (HttpURLConnection) dispatcher.resolve("/actuator/prometheus").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try (var in = connection.getInputStream()) {
        return List.of(sum(new String(in.readAllBytes(), UTF_8)));
      }
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Of a page in Prometheus's text format. */
  static double sum(String page) {
    return page.lines()
        .filter(line -> line.startsWith(NAME))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
