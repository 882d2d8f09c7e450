package io.campaigndispatch.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What a worker's metrics said at one moment.
 *
 * @param text Prometheus' exposition format
 */
public record Scrape(String text) {
  private static final int ANSWER_WITHIN_MILLIS = 10_000;

  /** Empty while, or when, a dispatcher does not answer. */
  public static Optional<Scrape> of(URI dispatcher) {
    try {
      var connection =
          (HttpURLConnection) dispatcher.resolve("/actuator/prometheus").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_WITHIN_MILLIS);
      connection.setReadTimeout(ANSWER_WITHIN_MILLIS);
      try (var in = connection.getInputStream()) {
        return Optional.of(new Scrape(new String(in.readAllBytes(), UTF_8)));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The sum over all series of that name; empty when there is none. */
  public OptionalDouble sum(String name) {
    return sum(name, "");
  }

  /**
   * The sum over those series of that name that carry a label; empty when there is none.
   *
   * @param label such as {@code area="heap"}
   */
  public OptionalDouble sum(String name, String label) {
    double[] values =
        text.lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> line.contains(label))
            .flatMapToDouble(
                line -> DoubleStream.of(Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(DoubleStream.of(values).sum());
  }
}
