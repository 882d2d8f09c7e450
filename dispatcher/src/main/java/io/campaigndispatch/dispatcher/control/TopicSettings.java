package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How topics are named and created ({@code dispatch.topics}).
 *
 * @param prefix what every topic's name starts with, at most 200 of {@code [A-Za-z0-9._-]}
 * @param create whether missing topics are created; otherwise they are a reason not to start
 * @param partitions of a requests topic that is created, 1 to 100,000; an existing one keeps its
 *     own
 * @param replication of topics that are created, 1 to 100; null: the broker's default
 */
public record TopicSettings(
    @DefaultValue("dispatch.") String prefix,
    @DefaultValue("true") boolean create,
    @DefaultValue("24") int partitions,
    @Nullable Short replication) {

  public TopicSettings {
    if (!prefix.matches("[A-Za-z0-9._-]{0,200}")) {
      throw new IllegalArgumentException(
          "dispatch.topics.prefix: expected at most 200 letters, digits, dots, underscores and"
              + " hyphens, received "
              + Mistakes.quoted(prefix));
    }
    if (partitions < 1 || partitions > 100_000) {
      throw new IllegalArgumentException(
          "dispatch.topics.partitions: expected 1 to 100000, received " + partitions);
    }
    if (replication != null && (replication < 1 || replication > 100)) {
      throw new IllegalArgumentException(
          "dispatch.topics.replication: expected 1 to 100, received " + replication);
    }
  }

  /** Names the topics that these settings speak of. */
  public Topics names() {
    return new Topics(prefix);
  }
}
