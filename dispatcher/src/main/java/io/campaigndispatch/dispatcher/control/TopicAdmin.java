package io.campaigndispatch.dispatcher.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked and ordered of the cluster about topics. Other workers may do the same at the same
 * time, and brokers may lag behind each other: what was ordered is looked for again. Blocks; throws
 * {@link CompletionException} when Kafka does not answer.
 */
final class TopicAdmin {

  private final Admin admin;

  TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /** Topics that the cluster shows. */
  record Existing(Map<String, TopicState> states, Map<String, Uuid> ids) {}

  /** Those of these topics that the cluster shows with their settings. */
  Existing look(List<String> names) {
    Map<String, TopicDescription> descriptions = describe(names);
    Map<String, TopicState> states = new HashMap<>();
    Map<String, Uuid> ids = new HashMap<>();
    admin
        .describeConfigs(descriptions.keySet().stream().map(TopicAdmin::resource).toList())
        .values()
        .forEach(
            (resource, future) -> {
              TopicDescription description = descriptions.get(resource.name());
              if (description != null) {
                known(future)
                    .ifPresent(
                        it -> {
                          states.put(resource.name(), state(description, it));
                          ids.put(resource.name(), description.topicId());
                        });
              }
            });
    return new Existing(states, ids);
  }

  /** How many partitions those of these topics have that the cluster shows. */
  Map<String, Integer> partitions(List<String> names) {
    Map<String, Integer> partitions = new HashMap<>();
    describe(names).forEach((name, it) -> partitions.put(name, it.partitions().size()));
    return partitions;
  }

  /** A line per topic that could not be created; one that another worker just created is fine. */
  List<String> create(List<TopicState> missing, @Nullable Short replication) {
    return failures(
        admin
            .createTopics(missing.stream().map(topic -> topic.toCreate(replication)).toList())
            .values(),
        TopicExistsException.class,
        "created");
  }

  /** Likewise for topics that are to have so many partitions. */
  List<String> extend(Map<String, Integer> partitions) {
    Map<String, NewPartitions> increases = new HashMap<>();
    partitions.forEach((name, count) -> increases.put(name, NewPartitions.increaseTo(count)));
    return failures(
        admin.createPartitions(increases).values(), InvalidPartitionsException.class, "extended");
  }

  /** The topic's id; null when the cluster does not show it. */
  @Nullable Uuid id(String topic) {
    TopicDescription description = describe(List.of(topic)).get(topic);
    return description == null ? null : description.topicId();
  }

  /** How long records of a topic are kept, as it is set now. */
  Retention retention(String topic) {
    Config config =
        await(admin.describeConfigs(List.of(resource(topic))).all()).values().iterator().next();
    return new Retention(
        Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value()),
        Long.parseLong(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value()));
  }

  /** Bytes that partitions take on their leaders, by partition. */
  Map<Integer, Long> sizes(String topic, Set<Integer> partitions) {
    Map<Integer, Integer> leaders = new HashMap<>();
    TopicDescription description = describe(List.of(topic)).get(topic);
    if (description != null) {
      for (TopicPartitionInfo info : description.partitions()) {
        if (info.leader() != null && partitions.contains(info.partition())) {
          leaders.put(info.partition(), info.leader().id());
        }
      }
    }
    Map<Integer, Map<String, LogDirDescription>> directories =
        await(admin.describeLogDirs(Set.copyOf(leaders.values())).allDescriptions());
    Map<Integer, Long> sizes = new HashMap<>();
    leaders.forEach(
        (partition, broker) ->
            directories.getOrDefault(broker, Map.of()).values().stream()
                .map(one -> one.replicaInfos().get(new TopicPartition(topic, partition)))
                .filter(replica -> replica != null && !replica.isFuture())
                .forEach(replica -> sizes.put(partition, replica.size())));
    return sizes;
  }

  /** Deletes records below an offset. */
  CompletionStage<Void> deleteBelow(String topic, int partition, long offset) {
    return admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
        .all()
        .toCompletionStage();
  }

  /** The first offset that is still there, by partition. */
  Map<Integer, Long> starts(String topic, Set<Integer> partitions) {
    return offsets(topic, partitions, OffsetSpec.earliest());
  }

  /** Where partitions end, open transactions included. */
  Map<Integer, Long> ends(String topic, Set<Integer> partitions) {
    return offsets(topic, partitions, OffsetSpec.latest());
  }

  private Map<Integer, Long> offsets(String topic, Set<Integer> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(new TopicPartition(topic, partition), spec));
    Map<Integer, Long> offsets = new HashMap<>();
    await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).all())
        .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
    return offsets;
  }

  private Map<String, TopicDescription> describe(List<String> names) {
    Map<String, TopicDescription> descriptions = new HashMap<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach((name, future) -> known(future).ifPresent(it -> descriptions.put(name, it)));
    return descriptions;
  }

  /** The answer; empty when the broker that was asked does not know the topic. */
  private static <T> Optional<T> known(KafkaFuture<T> future) {
    try {
      return Optional.of(await(future));
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private static List<String> failures(
      Map<String, KafkaFuture<Void>> answers, Class<?> doneByAnother, String what) {
    List<String> failures = new ArrayList<>();
    answers.forEach(
        (name, future) -> {
          try {
            await(future);
          } catch (CompletionException failed) {
            if (!doneByAnother.isInstance(failed.getCause())) {
              failures.add("topic %s: could not be %s: %s".formatted(name, what, reason(failed)));
            }
          }
        });
    return failures;
  }

  private static TopicState state(TopicDescription description, Config config) {
    return new TopicState(
        description.name(),
        description.partitions().size(),
        config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
        Long.valueOf(config.get(TopicConfig.RETENTION_MS_CONFIG).value()),
        Long.valueOf(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value()),
        Integer.valueOf(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** On one line. */
  static String reason(Throwable failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return String.valueOf(cause.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
