package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.model.send.SendRequest;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SendRequestPublisherTest {

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

  private final SendRequestPublisher publisher = new SendRequestPublisher(Topics.DEFAULT, producer);

  private final SendRequest request = valid(Given.decode(Given.fullRequest()));

  @Test
  void record_isKeyedByWorkspaceAndDecodesToTheSameRequest() {
    var record = publisher.record(request);

    assertThat(record.topic()).isEqualTo("dispatch.requests");
    assertThat(record.key()).isEqualTo("acme".getBytes(UTF_8));
    assertThat(record.partition()).isNull();
    assertThat(valid(Given.decode(record.value()))).isEqualTo(request);
  }

  @Test
  void send_completesWhenTheBrokerHasIt() {
    var sent = publisher.send(request);
    assertThat(sent).isNotDone();

    assertThat(producer.completeNext()).isTrue();

    assertThat(sent).isCompletedWithValueMatching(m -> m.topic().equals("dispatch.requests"));
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void send_failsWhenTheBrokerDoesNotHaveIt() {
    var sent = publisher.send(request);

    assertThat(producer.errorNext(new TimeoutException("no broker"))).isTrue();

    assertThat(sent).isCompletedExceptionally();
  }

  @Test
  void requestWithoutRecipient_isRefused() {
    SendRequest inConversation =
        valid(
            Given.decodeVendor(
                Given.headers(RequestFormat.GATEWAY_CONVERSATION_MESSAGE)
                    .add(DispatchHeaders.CONVERSATION_ID, "1".getBytes(UTF_8)),
                Given.object("{\"content\": \"a\"}")));

    assertThatThrownBy(() -> publisher.record(inConversation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("recipient:");
  }

  @Test
  void close_closesTheProducer() {
    publisher.close();

    assertThat(producer.closed()).isTrue();
  }

  @Test
  void config_losesAndRepeatsNothing() {
    Map<String, Object> config = SendRequestPublisher.producerConfig("kafka:9092", Map.of());

    assertThat(config)
        .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka:9092")
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    assertThat(new ProducerConfig(config).getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
        .containsExactly("kafka:9092");
  }

  @Test
  void overrides_win() {
    assertThat(
            SendRequestPublisher.producerConfig(
                "kafka:9092", Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")))
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
  }
}
