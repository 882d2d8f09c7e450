package io.campaigndispatch.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Median, least and most of a few measurements. */
public record Spread(double median, double least, double most) {

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

  /** {@code median (least-most)} with so many decimals; one value alone stands alone. */
  public String text(int decimals) {
    String number = "%,." + decimals + "f";
    String form = least == most ? number : number + " (" + number + "–" + number + ")";
    return String.format(Locale.ROOT, form, median, least, most);
  }
}
