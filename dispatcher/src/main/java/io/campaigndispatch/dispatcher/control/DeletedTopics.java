package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices topics that were deleted while workers run. Nothing can be written without them, so those
 * that hold nothing which is needed again are created anew: outcomes and dead letters, and the
 * progress topic, whose snapshots are written again and whose adoption is known here. The others
 * are an operator's to decide about: what was in them is gone. Workers may do this at the same
 * time. On a thread of its own.
 */
public final class DeletedTopics implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeletedTopics.class);

  private final TopicAdmin topics;
  private final AdoptionLog adoptions;
  private final TopicSettings settings;
  private final Adoption adoption;
  private final Set<String> expendable;
  private final Runnable onProgressAnew;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dispatch-deleted-topics").daemon().factory());

  // Owned by the scheduler's thread.
  private @Nullable Uuid progressId;
  private List<String> reported = List.of();

  /**
   * @param adoption what was fixed when the requests topic was adopted
   * @param onProgressAnew told that no snapshot is there any more, on this thread
   */
  public DeletedTopics(
      Admin admin,
      AdoptionLog adoptions,
      TopicSettings settings,
      Adoption adoption,
      Runnable onProgressAnew) {
    this.topics = new TopicAdmin(admin);
    this.adoptions = adoptions;
    this.settings = settings;
    this.adoption = adoption;
    this.onProgressAnew = onProgressAnew;
    this.expendable =
        Set.of(
            settings.names().outcomes(),
            settings.names().deadLetters(),
            settings.names().progress());
  }

  /** Looks now and ever so often after. */
  public void start(Duration every) {
    Future<?> _ =
        scheduler.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      TopicAdmin.Existing existing = topics.look(TopicPlan.names(settings.names()));
      if (existing.states().containsKey(settings.names().requests())) {
        replace(existing.states());
      }
      progress(existing.ids().get(settings.names().progress()));
    } catch (RuntimeException failed) {
      LogEvent.TOPICS_NOT_SEEN.log(log, TopicAdmin.reason(failed));
    }
  }

  private void replace(Map<String, TopicState> states) {
    List<TopicState> missing =
        TopicPlan.of(settings, states, new AdoptionResult.Found(adoption)).missing(states);
    List<TopicState> create =
        missing.stream()
            .filter(topic -> settings.create() && expendable.contains(topic.name()))
            .toList();
    report(missing.stream().map(this::told).toList());
    if (!create.isEmpty()) {
      topics
          .create(create, settings.replication())
          .forEach(problem -> LogEvent.DELETED_TOPIC_NOT_CREATED.log(log, problem));
    }
  }

  private String told(TopicState topic) {
    if (!expendable.contains(topic.name())) {
      return "topic %s was deleted, and what it held is gone: an operator must create it anew"
          .formatted(topic.name());
    }
    return settings.create()
        ? "topic %s was deleted: it is created anew".formatted(topic.name())
        : "topic %s was deleted: nothing is written until it exists, and dispatch.topics.create is"
                .formatted(topic.name())
            + " false";
  }

  /** Once for as long as they stay the same. */
  private void report(List<String> lines) {
    if (!lines.equals(reported)) {
      reported = lines;
      lines.forEach(problem -> LogEvent.TOPIC_DELETED.log(log, problem));
    }
  }

  /** A progress topic of another id holds nothing of ours. */
  private void progress(@Nullable Uuid found) {
    if (found == null || found.equals(progressId)) {
      return;
    }
    if (progressId != null) {
      switch (adoptions.find(adoption.topicId())) {
        case AdoptionResult.Found _ -> {
          // Another worker was first.
        }
        case AdoptionResult.None _ -> {
          if (adoptions.adopt(adoption) instanceof AdoptionResult.Refused(String problem)) {
            LogEvent.ADOPTION_NOT_WRITTEN.log(log, problem);
            return;
          }
        }
        case AdoptionResult.Refused(String problem) -> {
          LogEvent.ADOPTION_NOT_WRITTEN.log(log, problem);
          return;
        }
      }
      LogEvent.PROGRESS_TOPIC_NEW.log(log);
      onProgressAnew.run();
    }
    progressId = found;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
