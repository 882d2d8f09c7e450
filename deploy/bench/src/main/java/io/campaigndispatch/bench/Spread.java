package io.campaigndispatch.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Median, least and most of a few measurements. */
public record Spread(double median, double least, double most) {

  /** Of nothing that was measured. */
  static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("expected at least one measurement");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElse(median));
  }

  static Spread of(double value) {
    return of(List.of(value));
  }

  /** {@code median (least–most)} with two decimals below 10, one below 100, then none. */
  public String text() {
    boolean whole = least == most && median == Math.rint(median);
    return text(whole || most >= 100 ? 0 : most >= 10 ? 1 : 2);
  }

  /** {@code median (least–most)} with so many decimals; one value alone stands alone. */
  public String text(int decimals) {
    String number = "%,." + decimals + "f";
    String form = least == most ? number : number + " (" + number + "–" + number + ")";
    return String.format(Locale.ROOT, form, median, least, most);
  }
}
