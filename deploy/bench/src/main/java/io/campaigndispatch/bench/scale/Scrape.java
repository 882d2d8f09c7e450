package io.campaigndispatch.bench.scale;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What a worker's metrics said at one moment.
 *
 * @param text Prometheus' exposition format
 */
public record Scrape(String text) {

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
