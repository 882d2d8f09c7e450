package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics as they should be, given those that exist: a requests topic is adopted as it is, the
 * others are held against it. When it is adopted the first time they match it exactly; later it may
 * have grown or been created anew, and then they reach as far as it does.
 */
final class TopicPlan {

  private static final long REQUESTS_RETENTION = Duration.ofDays(14).toMillis();
  private static final long DEAD_LETTERS_RETENTION = Duration.ofDays(30).toMillis();
  private static final int REQUESTS_MESSAGE_BYTES = 2 * 1024 * 1024;

  /** A dead letter is the request's bytes and the headers that say what was wrong. */
  private static final int HEADERS_BYTES = 64 * 1024;

  /** A snapshot is written in chunks of 1 MiB at most, usually some 128 KiB. */
  private static final int PROGRESS_MESSAGE_BYTES = 2 * 1024 * 1024;

  private static final int LEAST_PROGRESS_MESSAGE_BYTES = 1024 * 1024 + HEADERS_BYTES;

  private final TopicState requests;
  private final TopicState outcomes;
  private final TopicState deadLetters;
  private final TopicState delay;
  private final TopicState journal;
  private final TopicState progress;
  private final long requestsRetention;
  private final int deadLetterBytes;
  private final int homePartitions;
  private final boolean adoptedBefore;

  private TopicPlan(TopicState requests, Topics names, AdoptionResult.Known adopted) {
    this.requests = requests;
    switch (adopted) {
      case AdoptionResult.Found(Adoption adoption) -> {
        homePartitions = adoption.homePartitions();
        adoptedBefore = true;
      }
      case AdoptionResult.None(boolean another) -> {
        homePartitions = requests.partitions();
        adoptedBefore = another;
      }
    }
    requestsRetention = orElse(requests.retentionMs(), REQUESTS_RETENTION);
    deadLetterBytes =
        requests.maxMessageBytes() == null
            ? REQUESTS_MESSAGE_BYTES + HEADERS_BYTES
            : (int) Math.min(Integer.MAX_VALUE, requests.maxMessageBytes() + (long) HEADERS_BYTES);
    outcomes = coPartitioned(names.outcomes(), null, null, null);
    deadLetters =
        coPartitioned(
            names.deadLetters(), DEAD_LETTERS_RETENTION, TopicState.UNLIMITED, deadLetterBytes);
    // Whoever may wait for a year must be kept for longer; what is done is deleted by its owner.
    delay =
        coPartitioned(names.delay(), TopicState.UNLIMITED, TopicState.UNLIMITED, deadLetterBytes);
    long journalRetention =
        TopicState.keepsAtLeast(REQUESTS_RETENTION, requestsRetention)
            ? REQUESTS_RETENTION
            : requestsRetention;
    journal = coPartitioned(names.journal(), journalRetention, TopicState.UNLIMITED, null);
    progress =
        new TopicState(
            names.progress(),
            requests.partitions(),
            TopicState.COMPACT,
            null,
            null,
            PROGRESS_MESSAGE_BYTES);
  }

  /**
   * @param adopted whether the requests topic that exists was
   */
  static TopicPlan of(
      TopicSettings settings, Map<String, TopicState> existing, AdoptionResult.Known adopted) {
    Topics names = settings.names();
    TopicState found = existing.get(names.requests());
    TopicState created =
        new TopicState(
            names.requests(),
            settings.partitions(),
            TopicState.DELETE,
            REQUESTS_RETENTION,
            TopicState.UNLIMITED,
            REQUESTS_MESSAGE_BYTES);
    return new TopicPlan(found == null ? created : found, names, adopted);
  }

  /** The topics of this version; the others of {@link Topics} come with what uses them. */
  static List<String> names(Topics names) {
    return List.of(
        names.requests(),
        names.outcomes(),
        names.deadLetters(),
        names.delay(),
        names.journal(),
        names.progress());
  }

  int partitions() {
    return requests.partitions();
  }

  /** How long requests are kept; null for ever. */
  @Nullable Duration retention() {
    return requestsRetention == TopicState.UNLIMITED ? null : Duration.ofMillis(requestsRetention);
  }

  private List<TopicState> topics() {
    return List.of(requests, outcomes, deadLetters, delay, journal, progress);
  }

  List<TopicState> missing(Map<String, TopicState> existing) {
    return topics().stream().filter(topic -> !existing.containsKey(topic.name())).toList();
  }

  /** Topics that have to follow the requests topic, and how many partitions each is to have. */
  Map<String, Integer> tooShort(Map<String, TopicState> existing) {
    Map<String, Integer> tooShort = new TreeMap<>();
    for (TopicState planned : topics()) {
      TopicState found = existing.get(planned.name());
      if (adoptedBefore && found != null && found.partitions() < least(planned)) {
        tooShort.put(planned.name(), planned.partitions());
      }
    }
    return tooShort;
  }

  /** A line for each of those that are too short. */
  List<String> mayNotExtend(Map<String, TopicState> existing) {
    List<String> lines = new ArrayList<>();
    tooShort(existing)
        .forEach(
            (topic, partitions) -> {
              TopicState found = existing.get(topic);
              lines.add(
                  CompanionTopics.mayNotExtend(
                      topic, partitions, requests.name(), found == null ? 0 : found.partitions()));
            });
    return lines;
  }

  /** Outcomes are written by home, all else by the partition that the request is in. */
  private int least(TopicState planned) {
    return planned.equals(outcomes) ? homePartitions : planned.partitions();
  }

  /** What is wrong with the topics that exist, a line each. */
  List<String> problems(Map<String, TopicState> existing) {
    List<String> problems = new ArrayList<>();
    for (TopicState planned : topics()) {
      TopicState found = existing.get(planned.name());
      if (found != null) {
        compare(planned, found, problems);
      }
    }
    TopicState foundDeadLetters = existing.get(deadLetters.name());
    if (foundDeadLetters != null) {
      retention(foundDeadLetters, DEAD_LETTERS_RETENTION, "", problems);
      String why = " (%d more than %s)".formatted(HEADERS_BYTES, requests.name());
      messageSize(foundDeadLetters, deadLetterBytes, why, problems);
    }
    TopicState foundDelay = existing.get(delay.name());
    if (foundDelay != null) {
      retention(foundDelay, TopicState.UNLIMITED, "", problems);
      String why = " (%d more than %s)".formatted(HEADERS_BYTES, requests.name());
      messageSize(foundDelay, deadLetterBytes, why, problems);
    }
    TopicState foundProgress = existing.get(progress.name());
    if (foundProgress != null) {
      messageSize(foundProgress, LEAST_PROGRESS_MESSAGE_BYTES, "", problems);
    }
    TopicState foundJournal = existing.get(journal.name());
    if (foundJournal != null) {
      retention(foundJournal, requestsRetention, ", that of " + requests.name(), problems);
    }
    return problems;
  }

  private void compare(TopicState planned, TopicState found, List<String> problems) {
    if (!adoptedBefore && found.partitions() != planned.partitions()) {
      problems.add(
          "topic %s: expected %d partitions like %s, found %d"
              .formatted(found.name(), planned.partitions(), requests.name(), found.partitions()));
    }
    String policy = planned.equals(progress) ? TopicState.COMPACT : TopicState.DELETE;
    if (!found.cleanupPolicy().equals(policy)) {
      problems.add(
          "topic %s: expected cleanup.policy %s, found %s"
              .formatted(found.name(), policy, found.cleanupPolicy()));
    }
  }

  private static void retention(TopicState found, long atLeast, String why, List<String> problems) {
    long millis = orElse(found.retentionMs(), TopicState.UNLIMITED);
    if (!TopicState.keepsAtLeast(millis, atLeast)) {
      problems.add(
          "topic %s: expected retention.ms of at least %s%s, found %s"
              .formatted(found.name(), shown(atLeast), why, shown(millis)));
    }
    long bytes = orElse(found.retentionBytes(), TopicState.UNLIMITED);
    if (bytes != TopicState.UNLIMITED) {
      problems.add(
          "topic %s: expected retention.bytes -1 (no limit), found %d"
              .formatted(found.name(), bytes));
    }
  }

  private static void messageSize(
      TopicState found, int atLeast, String why, List<String> problems) {
    Integer bytes = found.maxMessageBytes();
    if (bytes != null && bytes < atLeast) {
      problems.add(
          "topic %s: expected max.message.bytes of at least %d%s, found %d"
              .formatted(found.name(), atLeast, why, bytes));
    }
  }

  private TopicState coPartitioned(
      String name, @Nullable Long retention, @Nullable Long bytes, @Nullable Integer messageBytes) {
    return new TopicState(
        name, requests.partitions(), TopicState.DELETE, retention, bytes, messageBytes);
  }

  private static String shown(long retention) {
    return retention == TopicState.UNLIMITED
        ? "-1 (no limit)"
        : retention + " (" + Durations.format(Duration.ofMillis(retention)) + ")";
  }

  private static long orElse(@Nullable Long value, long otherwise) {
    return value == null ? otherwise : value;
  }
}
