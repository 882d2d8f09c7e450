package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that are written at the partition of the request: they grow after the requests topic
 * while workers run. The outcomes, written by home, need not.
 */
public final class CompanionTopics implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CompanionTopics.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final TopicAdmin topics;
  private final String requests;
  private final String delay;
  private final List<String> companions;
  private final List<String> all;
  private final boolean create;
  private final AtomicBoolean working = new AtomicBoolean();
  private final AtomicBoolean cannotDelete = new AtomicBoolean();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dispatch-companions").daemon().factory());
  private volatile int reached;

  // Owned by the scheduler's thread.
  private List<String> reported = List.of();

  /**
   * @param ready the topics as they were found at start
   */
  public CompanionTopics(Admin admin, TopicSettings settings, TopicResult.Ready ready) {
    Topics names = settings.names();
    this.topics = new TopicAdmin(admin);
    this.requests = names.requests();
    this.delay = names.delay();
    this.companions =
        List.of(names.deadLetters(), names.delay(), names.journal(), names.progress());
    this.all = TopicPlan.names(names);
    this.create = settings.create();
    this.reached = ready.partitions();
  }

  /**
   * Whether these topics have so many partitions. When not, they are extended in the background, or
   * the log says that an operator must: ask again. Never blocks; from any thread.
   */
  public boolean ensure(int partitions) {
    if (partitions <= reached) {
      return true;
    }
    if (working.compareAndSet(false, true)) {
      later(partitions, Duration.ZERO);
    }
    return false;
  }

  /** Deletes what nobody needs of the delay topic any more; never blocks, from any thread. */
  public void deleteDelayed(int partition, long below) {
    topics
        .deleteBelow(delay, partition, below)
        .whenComplete(
            (_, failure) -> {
              if (failure != null && !cannotDelete.getAndSet(true)) {
                LogEvent.DELAY_NOT_TRIMMED.log(log, delay, TopicAdmin.reason(failure));
              }
            });
  }

  private void later(int partitions, Duration delay) {
    try {
      Future<?> _ =
          scheduler.schedule(() -> extend(partitions), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // Nobody will ask any more.
    }
  }

  /** Looks, orders what is missing, and looks again until the cluster shows it. */
  private void extend(int wanted) {
    Duration again = BETWEEN_LOOKS;
    try {
      Map<String, Integer> found = topics.partitions(all);
      int target = Math.max(wanted, found.getOrDefault(requests, 0));
      Map<String, Integer> tooShort = new TreeMap<>();
      for (String topic : companions) {
        if (found.getOrDefault(topic, 0) < target) {
          tooShort.put(topic, target);
        }
      }
      if (tooShort.isEmpty()) {
        LogEvent.TOPICS_EXTENDED.log(log, target);
        reached = target;
        reported = List.of();
        working.set(false);
        return;
      }
      List<String> problems = new ArrayList<>();
      if (create) {
        problems.addAll(topics.extend(tooShort));
      } else {
        tooShort.keySet().forEach(topic -> problems.add(mayNotExtend(topic, target, found)));
      }
      if (!problems.isEmpty()) {
        report(problems);
        again = AFTER_FAILURE;
      }
    } catch (RuntimeException failed) {
      report(List.of("topics: Kafka does not answer as expected: " + TopicAdmin.reason(failed)));
      again = AFTER_FAILURE;
    }
    later(wanted, again);
  }

  /** Once for as long as they stay the same. */
  private void report(List<String> problems) {
    if (!problems.equals(reported)) {
      reported = problems;
      problems.forEach(problem -> LogEvent.NEW_PARTITIONS_WAIT.log(log, problem));
    }
  }

  private String mayNotExtend(String topic, int expected, Map<String, Integer> found) {
    return mayNotExtend(topic, expected, requests, found.getOrDefault(topic, 0));
  }

  static String mayNotExtend(String topic, int expected, String requests, int found) {
    return "topic %s: expected at least %d partitions like %s, found %d, and dispatch.topics.create"
            .formatted(topic, expected, requests, found)
        + " is false";
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
