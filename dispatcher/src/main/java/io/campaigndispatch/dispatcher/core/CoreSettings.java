package io.campaigndispatch.dispatcher.core;

/**
 * The core's own limits.
 *
 * @param homePartitions partitions of the requests topic, at least 1: a workspace's home is its
 *     key's hash among them
 * @param windowBytes memory for requests that wait or are under way, at least 1 MiB; beyond it they
 *     are left in the log
 * @param duplicatesWindow offsets within which a repeated request id is a duplicate, at least 1
 * @param maxUnwritten results that may wait for Kafka before calls stop, at least 1
 */
public record CoreSettings(
    int homePartitions,
    long windowBytes,
    long duplicatesWindow,
    int maxUnwritten,
    HoldSettings holds,
    CampaignSettings campaigns) {

  /** With the usual holds, and campaigns that do not pause themselves. */
  public CoreSettings(
      int homePartitions, long windowBytes, long duplicatesWindow, int maxUnwritten) {
    this(
        homePartitions,
        windowBytes,
        duplicatesWindow,
        maxUnwritten,
        HoldSettings.DEFAULT,
        CampaignSettings.DEFAULT);
  }

  public CoreSettings {
    atLeast("partitions of the requests topic", homePartitions, 1);
    atLeast("dispatch.window-bytes", windowBytes, 1 << 20);
    atLeast("dispatch.duplicates.window", duplicatesWindow, 1);
    atLeast("dispatch.max-unwritten", maxUnwritten, 1);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": expected at least " + least + ", received " + value);
    }
  }
}
