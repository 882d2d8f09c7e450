package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.control.AdoptionLog;
import io.campaigndispatch.dispatcher.control.TopicResult;
import io.campaigndispatch.dispatcher.control.TopicSettings;
import io.campaigndispatch.dispatcher.control.TopicSetup;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics as a worker needs them before it starts anything. */
final class TopicsAtStart {

  private static final Logger log = LoggerFactory.getLogger(TopicsAtStart.class);

  private TopicsAtStart() {}

  /**
   * Creates what is missing and adopts what is there.
   *
   * @param admin is closed when the start is refused
   * @throws StartRefused when an existing topic does not fit, a line for each that does not
   */
  static TopicResult.Ready prepare(
      Admin admin, TopicSettings topics, KafkaClients kafka, Instant now) {
    AdoptionLog adoptions = adoptions(kafka, topics.names());
    TopicSetup setup = new TopicSetup(admin, adoptions, topics, TopicsAtStart::pause);
    return switch (setup.prepare(now)) {
      case TopicResult.Ready ready -> {
        if (ready.isGrown()) {
          LogEvent.REQUESTS_TOPIC_GROWN.log(
              log, ready.adoption().homePartitions(), ready.partitions());
        }
        yield ready;
      }
      case TopicResult.Refused(var problems) -> {
        admin.close();
        throw new StartRefused(problems);
      }
    };
  }

  /** What is known of a requests topic that was adopted before. */
  static AdoptionLog adoptions(KafkaClients kafka, Topics topics) {
    return new AdoptionLog(kafka::adoptionConsumer, kafka::adoptionProducer, topics.progress());
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
