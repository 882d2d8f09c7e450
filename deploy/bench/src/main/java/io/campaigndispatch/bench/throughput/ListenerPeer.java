package io.campaigndispatch.bench.throughput;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/**
 * A plain Spring Kafka listener: one record at a time per thread, token, blocking call, outcome,
 * batch acknowledgement.
 */
final class ListenerPeer {

  private ListenerPeer() {}

  static void run(Peer peer) throws InterruptedException {
    var vendor = peer.blockingVendor();
    var template =
        new KafkaTemplate<>(new DefaultKafkaProducerFactory<String, byte[]>(peer.producer()));
    ContainerProperties properties = new ContainerProperties(peer.backlog().requests());
    properties.setMessageListener(
        (MessageListener<String, byte[]>)
            message -> {
              try {
                template
                    .send(peer.backlog().outcomes(), message.key(), vendor.send(message.value()))
                    .get();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
              } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
              }
            });
    var container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<String, byte[]>(peer.consumer()), properties);
    container.setConcurrency(peer.atOnce());
    container.start();
    new CountDownLatch(1).await();
  }
}
