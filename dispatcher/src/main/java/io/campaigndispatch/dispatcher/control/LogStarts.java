package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a topic from time to time: how far Kafka has deleted it from its beginning, and whether
 * it is still the one that was adopted. On a thread of its own.
 */
public final class LogStarts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogStarts.class);

  /** Told what was seen, on the thread that looks. */
  public interface Listener {

    /** By partition, the first offset that is still there. */
    void logStarts(Map<Integer, Long> firstOffsets);

    /**
     * The topic was deleted and created anew: its offsets mean other records now, and this process
     * knows nothing of them. Told once.
     */
    void createdAnew();
  }

  private final TopicAdmin topics;
  private final String topic;
  private final Uuid topicId;
  private final Supplier<Set<Integer>> partitions;
  private final Listener listener;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dispatch-log-starts").daemon().factory());

  /**
   * @param topicId that the topic had when it was adopted
   * @param partitions that are looked at, those owned now; asked on the thread that looks
   */
  public LogStarts(
      Admin admin,
      String topic,
      Uuid topicId,
      Supplier<Set<Integer>> partitions,
      Listener listener) {
    this.topics = new TopicAdmin(admin);
    this.topic = topic;
    this.topicId = topicId;
    this.partitions = partitions;
    this.listener = listener;
  }

  /** Looks now and ever so often after. */
  public void start(Duration every) {
    Future<?> _ =
        scheduler.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Uuid found = topics.id(topic);
      if (found != null && !found.equals(topicId)) {
        LogEvent.TOPIC_CREATED_ANEW.log(log, topic, topicId, found);
        scheduler.shutdown();
        listener.createdAnew();
        return;
      }
      Set<Integer> asked = partitions.get();
      if (!asked.isEmpty()) {
        listener.logStarts(topics.starts(topic, asked));
      }
    } catch (RuntimeException failed) {
      LogEvent.TOPIC_NOT_SEEN.log(log, topic, TopicAdmin.reason(failed));
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
