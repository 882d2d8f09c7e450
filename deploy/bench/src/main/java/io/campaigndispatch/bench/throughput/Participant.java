package io.campaigndispatch.bench.throughput;

/**
 * Who takes part, with the calls at once and the backlog for a vendor that answers at once and for
 * one that takes 200 ms. Backlogs outlast the measurement at the speeds seen so far.
 */
public enum Participant {
  LIMIT("limit: bare pipeline on our transport", 512, 5_000_000, 4_000, 2_000_000),
  DISPATCHER("campaign-dispatch", 512, 5_000_000, 4_000, 2_000_000),
  PARALLEL_KEY("Parallel Consumer, KEY", 500, 1_200_000, 1_000, 500_000),
  PARALLEL_UNORDERED("Parallel Consumer, UNORDERED", 500, 1_200_000, 2_000, 800_000),
  LISTENER("Spring Kafka listener", 12, 300_000, 12, 10_000);

  private final String title;
  private final int atOnce;
  private final long backlog;
  private final int atOnceWhenSlow;
  private final long backlogWhenSlow;

  Participant(String title, int atOnce, long backlog, int atOnceWhenSlow, long backlogWhenSlow) {
    this.title = title;
    this.atOnce = atOnce;
    this.backlog = backlog;
    this.atOnceWhenSlow = atOnceWhenSlow;
    this.backlogWhenSlow = backlogWhenSlow;
  }

  public String title() {
    return title;
  }

  public int atOnce(boolean slowVendor) {
    return slowVendor ? atOnceWhenSlow : atOnce;
  }

  long backlog(boolean slowVendor) {
    return slowVendor ? backlogWhenSlow : backlog;
  }
}
