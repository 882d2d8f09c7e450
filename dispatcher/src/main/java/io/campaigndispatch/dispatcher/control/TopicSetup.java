package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings the topics into being at start: creates what is missing, changes nothing that exists, and
 * says what does not fit. Workers may start at the same time.
 *
 * <p>Spring's {@code KafkaAdmin} is not used for it: it adds partitions to topics that have fewer
 * than asked for, which would split workspaces over partitions.
 */
public final class TopicSetup {

  private static final int ROUNDS = 200;
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(50);

  private final Admin admin;
  private final TopicSettings settings;
  private final Consumer<Duration> pause;

  /**
   * @param pause waits that long; used between looks at a cluster that has not caught up
   */
  public TopicSetup(Admin admin, TopicSettings settings, Consumer<Duration> pause) {
    this.admin = admin;
    this.settings = settings;
    this.pause = pause;
  }

  /** Blocks until all topics are there, at most some ten seconds beyond the client's time-outs. */
  public TopicResult prepare() {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Map<String, TopicState> existing = existing();
        TopicPlan plan = TopicPlan.of(settings, existing);
        List<TopicState> missing =
            plan.topics().stream().filter(topic -> !existing.containsKey(topic.name())).toList();
        List<String> problems = new ArrayList<>(plan.problems(existing));
        if (!settings.create()) {
          missing.forEach(topic -> problems.add(notAllowed(topic)));
        }
        if (!problems.isEmpty()) {
          return new TopicResult.Refused(problems);
        }
        if (missing.isEmpty()) {
          return new TopicResult.Ready(settings.names(), plan.partitions());
        }
        List<String> failures = create(firstOf(missing));
        if (!failures.isEmpty()) {
          return new TopicResult.Refused(failures);
        }
        pause.accept(BETWEEN_ROUNDS);
      }
      return refused("topics were created, but Kafka does not show them all");
    } catch (CompletionException failed) {
      return refused("topics: Kafka does not answer as expected: " + reason(failed));
    }
  }

  /**
   * The requests topic alone where it is missing. It may exist and only not be visible yet, and
   * then the others take its partition count, not the configured one.
   */
  private List<TopicState> firstOf(List<TopicState> missing) {
    String requests = settings.names().requests();
    List<TopicState> first =
        missing.stream().filter(topic -> topic.name().equals(requests)).toList();
    return first.isEmpty() ? missing : first;
  }

  /** The topics that the cluster shows with their settings; brokers may lag behind each other. */
  private Map<String, TopicState> existing() {
    Map<String, TopicDescription> descriptions = new HashMap<>();
    admin
        .describeTopics(worked(settings.names()))
        .topicNameValues()
        .forEach((name, future) -> known(future).ifPresent(it -> descriptions.put(name, it)));
    Map<String, TopicState> existing = new HashMap<>();
    admin
        .describeConfigs(descriptions.keySet().stream().map(TopicSetup::resource).toList())
        .values()
        .forEach(
            (resource, future) -> {
              TopicDescription description = descriptions.get(resource.name());
              if (description != null) {
                known(future)
                    .ifPresent(it -> existing.put(resource.name(), state(description, it)));
              }
            });
    return existing;
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

  /** The topics of this version; the others of {@link Topics} come with what uses them. */
  private static List<String> worked(Topics names) {
    return List.of(names.requests(), names.outcomes(), names.deadLetters(), names.journal());
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

  /** A line per topic that could not be created; one that another worker just created is fine. */
  private List<String> create(List<TopicState> missing) {
    List<String> failures = new ArrayList<>();
    admin
        .createTopics(
            missing.stream().map(topic -> topic.toCreate(settings.replication())).toList())
        .values()
        .forEach(
            (name, future) -> {
              try {
                await(future);
              } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                  failures.add("topic " + name + ": could not be created: " + reason(failed));
                }
              }
            });
    return failures;
  }

  private static String notAllowed(TopicState topic) {
    return "topic %s: expected it to exist, since dispatch.topics.create is false"
        .formatted(topic.name());
  }

  private static TopicResult refused(String problem) {
    return new TopicResult.Refused(List.of(problem));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static String reason(CompletionException failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return String.valueOf(cause.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
