package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics as they should be, given those that exist: a requests topic is adopted as it is, the
 * others are held against it.
 */
final class TopicPlan {

  private static final long REQUESTS_RETENTION = Duration.ofDays(14).toMillis();
  private static final long DEAD_LETTERS_RETENTION = Duration.ofDays(30).toMillis();
  private static final int REQUESTS_MESSAGE_BYTES = 2 * 1024 * 1024;

  /** A dead letter is the request's bytes and the headers that say what was wrong. */
  private static final int HEADERS_BYTES = 64 * 1024;

  private final TopicState requests;
  private final TopicState outcomes;
  private final TopicState deadLetters;
  private final TopicState journal;
  private final long requestsRetention;
  private final int deadLetterBytes;

  private TopicPlan(TopicState requests, Topics names) {
    this.requests = requests;
    requestsRetention = orElse(requests.retentionMs(), REQUESTS_RETENTION);
    deadLetterBytes =
        requests.maxMessageBytes() == null
            ? REQUESTS_MESSAGE_BYTES + HEADERS_BYTES
            : (int) Math.min(Integer.MAX_VALUE, requests.maxMessageBytes() + (long) HEADERS_BYTES);
    outcomes = coPartitioned(names.outcomes(), null, null, null);
    deadLetters =
        coPartitioned(
            names.deadLetters(), DEAD_LETTERS_RETENTION, TopicState.UNLIMITED, deadLetterBytes);
    long journalRetention =
        TopicState.keepsAtLeast(REQUESTS_RETENTION, requestsRetention)
            ? REQUESTS_RETENTION
            : requestsRetention;
    journal = coPartitioned(names.journal(), journalRetention, TopicState.UNLIMITED, null);
  }

  static TopicPlan of(TopicSettings settings, Map<String, TopicState> existing) {
    Topics names = settings.names();
    TopicState adopted = existing.get(names.requests());
    TopicState created =
        new TopicState(
            names.requests(),
            settings.partitions(),
            TopicState.DELETE,
            REQUESTS_RETENTION,
            TopicState.UNLIMITED,
            REQUESTS_MESSAGE_BYTES);
    return new TopicPlan(adopted == null ? created : adopted, names);
  }

  int partitions() {
    return requests.partitions();
  }

  List<TopicState> topics() {
    return List.of(requests, outcomes, deadLetters, journal);
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
      messageSize(foundDeadLetters, problems);
    }
    TopicState foundJournal = existing.get(journal.name());
    if (foundJournal != null) {
      retention(foundJournal, requestsRetention, ", that of " + requests.name(), problems);
    }
    return problems;
  }

  private void compare(TopicState planned, TopicState found, List<String> problems) {
    if (found.partitions() != planned.partitions()) {
      problems.add(
          "topic %s: expected %d partitions like %s, found %d"
              .formatted(found.name(), planned.partitions(), requests.name(), found.partitions()));
    }
    if (!found.cleanupPolicy().equals(TopicState.DELETE)) {
      problems.add(
          "topic %s: expected cleanup.policy delete, found %s"
              .formatted(found.name(), found.cleanupPolicy()));
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

  private void messageSize(TopicState found, List<String> problems) {
    Integer bytes = found.maxMessageBytes();
    if (bytes != null && bytes < deadLetterBytes) {
      problems.add(
          "topic %s: expected max.message.bytes of at least %d (%d more than %s), found %d"
              .formatted(found.name(), deadLetterBytes, HEADERS_BYTES, requests.name(), bytes));
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
