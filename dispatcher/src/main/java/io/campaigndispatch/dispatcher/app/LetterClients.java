package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterParser;
import io.campaigndispatch.model.wire.Topics;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Kafka's clients for work on dead letters. */
record LetterClients(KafkaClients kafka) implements DeadLetterDesk.Clients {

  /**
   * The same for all processes of a group: whoever begins to write fences who did so before, so
   * that no two do the same.
   */
  static final String INSTANCE = "dead-letters";

  /**
   * @param kafka of the instance {@link #INSTANCE}
   */
  static DeadLetterDesk desk(KafkaClients kafka, Topics topics, DeadLetterParser parser) {
    return new DeadLetterDesk(
        new LetterClients(kafka), topics, parser, Clock.systemUTC(), Thread::sleep);
  }

  @Override
  public Admin admin() {
    return kafka.admin();
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return kafka.lettersConsumer();
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    return kafka.producer();
  }
}
