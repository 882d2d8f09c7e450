package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** When the control topics count as loaded. */
class ControlReaderTest {

  private static final TopicPartition A = new TopicPartition("a", 0);
  private static final TopicPartition B = new TopicPartition("b", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final ControlReader reader = new ControlReader(consumer, List.of("a", "b"));

  @Test
  void emptyTopics_areLoadedAtOnce() {
    ends(0, 0);
    reader.poll(Duration.ZERO);

    assertThat(reader.isLoaded()).isTrue();
  }

  @Test
  void topicsWithRecords_areLoadedOnceTheLastOfThemWasReturned() {
    ends(2, 1);
    assertThat(reader.poll(Duration.ZERO)).isEmpty();
    add(A, 0);
    add(A, 1);
    assertThat(reader.poll(Duration.ZERO)).hasSize(2);
    add(B, 0);
    assertThat(reader.poll(Duration.ZERO)).hasSize(1);
    assertThat(reader.isLoaded()).isFalse();

    reader.poll(Duration.ZERO);
    assertThat(reader.isLoaded()).isTrue();
  }

  @Test
  void brokerThatDoesNotAnswer_isAskedAgain() {
    ends(0, 0);
    consumer.setPollException(new KafkaException("away"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.poll(Duration.ZERO))
        .isInstanceOf(KafkaException.class);

    assertThat(reader.poll(Duration.ZERO)).isEmpty();
    assertThat(reader.isLoaded()).isTrue();
  }

  private void ends(long a, long b) {
    consumer.updateBeginningOffsets(Map.of(A, 0L, B, 0L));
    consumer.updateEndOffsets(Map.of(A, a, B, b));
  }

  private void add(TopicPartition partition, long offset) {
    byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
    consumer.addRecord(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, bytes, bytes));
  }
}
