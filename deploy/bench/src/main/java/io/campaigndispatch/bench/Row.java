package io.campaigndispatch.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one participant reached in one setting, over all rounds.
 *
 * @param values every single measurement, in the order they were taken; empty when there is only a
 *     target, and the median and the ends are NaN then
 * @param target null: none is set for this participant
 */
public record Row(
    String scenario,
    String participant,
    String setting,
    String measure,
    String unit,
    double median,
    double least,
    double most,
    @Nullable Target target,
    List<Double> values) {

  public Row {
    values = List.copyOf(values);
    if (!spread(values).equals(new Spread(median, least, most))) {
      throw new IllegalArgumentException(
          "%s, %s, %s: expected the median and the ends of %s, received %s, %s and %s"
              .formatted(scenario, participant, measure, values, median, least, most));
    }
  }

  static Row of(
      String scenario,
      String participant,
      String setting,
      Measure measure,
      List<Double> values,
      @Nullable Target target) {
    Spread spread = spread(values);
    return new Row(
        scenario,
        participant,
        setting,
        measure.name(),
        measure.unit(),
        spread.median(),
        spread.least(),
        spread.most(),
        target,
        values);
  }

  private static Spread spread(List<Double> values) {
    return values.isEmpty() ? Spread.NONE : Spread.of(values);
  }

  Measure what() {
    return new Measure(measure, unit);
  }

  boolean isMeasured() {
    return Double.isFinite(median);
  }

  /** Whether there is a target that was not reached; what was not measured has reached none. */
  boolean isMissed() {
    return target != null && !(isMeasured() && target.isMetBy(median));
  }

  /** {@code median (least–most)}. */
  String text() {
    return isMeasured() ? new Spread(median, least, most).text() : "not measured";
  }

  /** What must be reached and whether it was; empty without a target. */
  String verdict() {
    return target == null ? "" : target.text() + (isMissed() ? " ✗" : " ✓");
  }
}
