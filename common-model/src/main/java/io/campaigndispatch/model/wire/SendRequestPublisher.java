package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.SendRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts send requests on the requests topic for an upstream Java system: keyed by workspace, so that
 * each lands in its home partition at once, and idempotent, so that a retry of the producer is not
 * a second request.
 *
 * <pre>{@code
 * var config = SendRequestPublisher.producerConfig("localhost:9092", Map.of());
 * try (var publisher = new SendRequestPublisher(Topics.DEFAULT, new KafkaProducer<>(config))) {
 *   publisher.send(request).join();
 * }
 * }</pre>
 *
 * <p>Safe to share between threads, as {@link KafkaProducer} is.
 */
public final class SendRequestPublisher implements AutoCloseable {
  private final Topics topics;
  private final Producer<byte[], byte[]> producer;

  /**
   * @param producer closed with the publisher
   */
  public SendRequestPublisher(Topics topics, Producer<byte[], byte[]> producer) {
    this.topics = topics;
    this.producer = producer;
  }

  /**
   * Producer settings that lose and repeat nothing: every replica in sync acknowledges, retries
   * keep order and are recognised. Batches of up to 20 ms, compressed, since requests of a campaign
   * resemble each other.
   *
   * @param overrides win over these, security settings for example
   */
  public static Map<String, Object> producerConfig(
      String bootstrapServers, Map<String, ?> overrides) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * Body.LARGEST);
    config.putAll(overrides);
    return config;
  }

  /** The record of a request: key, native JSON, timestamp left to the producer. */
  public ProducerRecord<byte[], byte[]> record(SendRequest request) {
    byte[] value = RequestEncoder.encode(request);
    if (value.length > Body.LARGEST) {
      throw new IllegalArgumentException(
          "request "
              + request.requestId()
              + ": expected at most "
              + Body.LARGEST
              + " bytes of JSON, received "
              + value.length);
    }
    return new ProducerRecord<>(
        topics.requests(), request.workspaceId().getBytes(StandardCharsets.UTF_8), value);
  }

  /** Sends a request; completes when the broker has it, or exceptionally when it does not. */
  public CompletableFuture<RecordMetadata> send(SendRequest request) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    var unused =
        producer.send(
            record(request),
            (metadata, failure) -> {
              if (failure == null) {
                sent.complete(metadata);
              } else {
                sent.completeExceptionally(failure);
              }
            });
    return sent;
  }

  /** Waits for what was sent, then closes the producer. */
  @Override
  public void close() {
    producer.close();
  }
}
