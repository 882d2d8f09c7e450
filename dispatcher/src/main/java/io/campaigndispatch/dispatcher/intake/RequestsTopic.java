package io.campaigndispatch.dispatcher.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/**
 * The requests topic's identity: a topic that is deleted and created anew under the same name has
 * another. The reader asks for it whenever it takes partitions over; every thread may know it.
 */
public final class RequestsTopic implements Supplier<Uuid> {

  private final Admin admin;
  private final String name;
  private volatile Uuid id = Uuid.ZERO_UUID;

  public RequestsTopic(Admin admin, String name) {
    this.admin = admin;
    this.name = name;
  }

  /**
   * Asks Kafka.
   *
   * @throws KafkaException when it does not answer
   */
  Uuid refresh() throws InterruptedException {
    try {
      Map<String, TopicDescription> topics =
          admin.describeTopics(List.of(name)).allTopicNames().get();
      id = Objects.requireNonNull(topics.get(name), "a topic that was asked for").topicId();
      return id;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }

  /** As it was when partitions were last taken over. */
  @Override
  public Uuid get() {
    return id;
  }
}
