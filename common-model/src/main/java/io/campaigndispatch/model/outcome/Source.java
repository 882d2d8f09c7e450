package io.campaigndispatch.model.outcome;

/** Where a request first entered; written {@code topic-partition@offset} in headers. */
public record Source(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
