package io.campaigndispatch.dispatcher.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a topic, one that exists or one that is planned.
 *
 * @param cleanupPolicy {@code delete}, {@code compact} or both
 * @param retentionMs {@link #UNLIMITED} means for ever; null: planned with the broker's default
 * @param retentionBytes {@link #UNLIMITED} means any size; null likewise
 * @param maxMessageBytes of a record batch; null likewise
 */
record TopicState(
    String name,
    int partitions,
    String cleanupPolicy,
    @Nullable Long retentionMs,
    @Nullable Long retentionBytes,
    @Nullable Integer maxMessageBytes) {

  static final long UNLIMITED = -1;
  static final String DELETE = TopicConfig.CLEANUP_POLICY_DELETE;
  static final String COMPACT = TopicConfig.CLEANUP_POLICY_COMPACT;

  /** Only closed segments are compacted, and who starts reads what is left: small, and soon. */
  private static final Map<String, String> WHEN_COMPACTED =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(8 * 1024 * 1024),
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(Duration.ofHours(1).toMillis()),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.1");

  /** Whether a topic that keeps records this long keeps them at least as long as the other. */
  static boolean keepsAtLeast(long retention, long other) {
    return retention == UNLIMITED || (other != UNLIMITED && retention >= other);
  }

  NewTopic toCreate(@Nullable Short replication) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy);
    if (cleanupPolicy.equals(COMPACT)) {
      settings.putAll(WHEN_COMPACTED);
    }
    if (retentionMs != null) {
      settings.put(TopicConfig.RETENTION_MS_CONFIG, retentionMs.toString());
    }
    if (retentionBytes != null) {
      settings.put(TopicConfig.RETENTION_BYTES_CONFIG, retentionBytes.toString());
    }
    if (maxMessageBytes != null) {
      settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxMessageBytes.toString());
    }
    return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replication))
        .configs(settings);
  }
}
