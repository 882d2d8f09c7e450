package io.campaigndispatch.bench;

/** What a measurement must reach. */
public record Target(Bound bound, double value) {

  /** On which side of the value it must lie. */
  public enum Bound {
    AT_LEAST,
    AT_MOST
  }

  public static Target atLeast(double value) {
    return new Target(Bound.AT_LEAST, value);
  }

  public static Target atMost(double value) {
    return new Target(Bound.AT_MOST, value);
  }

  public boolean isMetBy(double measured) {
    return switch (bound) {
      case AT_LEAST -> measured >= value;
      case AT_MOST -> measured <= value;
    };
  }

  /** Such as {@code ≥ 200,000}. */
  public String text() {
    return (bound == Bound.AT_LEAST ? "≥ " : "≤ ") + Spread.of(value).text();
  }
}
