package io.campaigndispatch.dispatcher.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Brings the topics into being at start: creates what is missing, extends what has to follow a
 * requests topic that has grown, adopts one that is new, changes nothing else that exists, and says
 * what does not fit. Workers may start at the same time.
 *
 * <p>Spring's {@code KafkaAdmin} is not used for it: it adds partitions to any topic that has fewer
 * than asked for, the requests topic too.
 */
public final class TopicSetup {

  private static final int ROUNDS = 200;
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(50);

  private final TopicAdmin topics;
  private final AdoptionLog adoptions;
  private final TopicSettings settings;
  private final Consumer<Duration> pause;

  /**
   * @param pause waits that long; used between looks at a cluster that has not caught up
   */
  public TopicSetup(
      Admin admin, AdoptionLog adoptions, TopicSettings settings, Consumer<Duration> pause) {
    this.topics = new TopicAdmin(admin);
    this.adoptions = adoptions;
    this.settings = settings;
    this.pause = pause;
  }

  /**
   * Blocks until all topics are there, at most some ten seconds beyond the client's time-outs.
   *
   * @param now goes into the adoption when the requests topic is new
   */
  public TopicResult prepare(Instant now) {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        TopicResult result = round(now);
        if (result != null) {
          return result;
        }
        pause.accept(BETWEEN_ROUNDS);
      }
      return refused("topics were created or extended, but Kafka does not show it");
    } catch (CompletionException failed) {
      return refused("topics: Kafka does not answer as expected: " + TopicAdmin.reason(failed));
    }
  }

  /** Does the next thing that is to be done; null when it has to be looked at again. */
  private @Nullable TopicResult round(Instant now) {
    TopicAdmin.Existing existing = topics.look(TopicPlan.names(settings.names()));
    return switch (adoption(existing)) {
      case AdoptionResult.Refused(String problem) -> refused(problem);
      case AdoptionResult.Known known ->
          round(TopicPlan.of(settings, existing.states(), known), existing, known, now);
    };
  }

  private @Nullable TopicResult round(
      TopicPlan plan, TopicAdmin.Existing existing, AdoptionResult.Known adopted, Instant now) {
    Map<String, TopicState> states = existing.states();
    List<TopicState> missing = plan.missing(states);
    Map<String, Integer> tooShort = plan.tooShort(states);
    List<String> problems = new ArrayList<>(plan.problems(states));
    if (!settings.create()) {
      missing.forEach(topic -> problems.add(mayNotCreate(topic)));
      problems.addAll(plan.mayNotExtend(states));
    }
    if (!problems.isEmpty()) {
      return new TopicResult.Refused(problems);
    }
    if (!missing.isEmpty()) {
      return refusedIfAny(topics.create(firstOf(missing), settings.replication()));
    }
    if (!tooShort.isEmpty()) {
      return refusedIfAny(topics.extend(tooShort));
    }
    return switch (adopted) {
      case AdoptionResult.Found(Adoption adoption) ->
          new TopicResult.Ready(settings.names(), plan.partitions(), plan.retention(), adoption);
      case AdoptionResult.None(boolean another) -> adopt(existing, another, now);
    };
  }

  /** What the log says of the requests topic that exists, if one does. */
  private AdoptionResult adoption(TopicAdmin.Existing existing) {
    Uuid topicId = existing.ids().getOrDefault(settings.names().requests(), Uuid.ZERO_UUID);
    return existing.states().containsKey(settings.names().progress())
        ? adoptions.find(topicId)
        : new AdoptionResult.None(false);
  }

  /** Another worker may have been first: the next round goes by the adoption that holds. */
  private @Nullable TopicResult adopt(TopicAdmin.Existing existing, boolean another, Instant now) {
    String requests = settings.names().requests();
    TopicState journal = Objects.requireNonNull(existing.states().get(settings.names().journal()));
    Adoption adoption =
        new Adoption(
            Objects.requireNonNull(existing.ids().get(requests)),
            Objects.requireNonNull(existing.states().get(requests)).partitions(),
            HashKey.random(),
            now,
            another ? ends(journal) : Map.of());
    return adoptions.adopt(adoption) instanceof AdoptionResult.Refused(String problem)
        ? refused(problem)
        : null;
  }

  private Map<Integer, Long> ends(TopicState topic) {
    return topics.ends(
        topic.name(), IntStream.range(0, topic.partitions()).boxed().collect(Collectors.toSet()));
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

  private static String mayNotCreate(TopicState topic) {
    return "topic %s: expected it to exist, since dispatch.topics.create is false"
        .formatted(topic.name());
  }

  private static TopicResult refused(String problem) {
    return new TopicResult.Refused(List.of(problem));
  }

  private static @Nullable TopicResult refusedIfAny(List<String> problems) {
    return problems.isEmpty() ? null : new TopicResult.Refused(problems);
  }
}
