package io.campaigndispatch.bench;

/** What is measured, such as {@code reading} in {@code records/s}. */
public record Measure(String name, String unit) {

  /** The heading of its column. */
  public String text() {
    return name + ", " + unit;
  }
}
