package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publishes what an operator ordered, for every worker to read. Nothing is changed here: an order
 * takes effect when it is read back, as if somebody else had published it. From any thread.
 */
public final class ControlWriter implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;

  /**
   * @param producer of bytes without transactions; owned from now on
   */
  public ControlWriter(Producer<byte[], byte[]> producer, Topics topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /** Done once Kafka has it. */
  public CompletableFuture<Void> campaign(CampaignKey campaign, CampaignOrder order) {
    ObjectNode value = JSON.createObjectNode();
    value.put("state", order.state().name());
    Bandwidth rate = order.rate();
    if (rate != null) {
      value
          .putObject("rate")
          .put("rate", rate.rate())
          .put("per", Durations.format(rate.per()))
          .put("burst", rate.burst());
    }
    return send(topics.campaigns(), campaign.toString(), JSON.writeValueAsBytes(value));
  }

  /** Likewise; a workspace that goes on leaves nothing in the topic. */
  public CompletableFuture<Void> paused(String workspaceId, boolean paused) {
    byte[] value =
        paused ? JSON.writeValueAsBytes(JSON.createObjectNode().put("paused", true)) : null;
    return send(topics.workspaces(), workspaceId + ControlState.PAUSED, value);
  }

  private CompletableFuture<Void> send(String topic, String key, byte @Nullable [] value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value),
              (_, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(failure);
                }
              });
    } catch (KafkaException refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
