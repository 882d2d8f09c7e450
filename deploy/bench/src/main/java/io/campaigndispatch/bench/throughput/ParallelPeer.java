package io.campaigndispatch.bench.throughput;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Confluent's Parallel Consumer, its thread pool blocking in token and call. */
final class ParallelPeer {

  private ParallelPeer() {}

  static void run(Peer peer, boolean byKey) throws InterruptedException {
    var vendor = peer.blockingVendor();
    var options =
        ParallelConsumerOptions.<String, byte[]>builder()
            .consumer(new KafkaConsumer<>(peer.consumer()))
            .producer(new KafkaProducer<>(peer.producer()))
            .ordering(byKey ? ProcessingOrder.KEY : ProcessingOrder.UNORDERED)
            .maxConcurrency(peer.atOnce())
            .build();
    ParallelStreamProcessor<String, byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(options);
    processor.subscribe(List.of(peer.backlog().requests()));
    processor.pollAndProduce(
        context -> {
          try {
            return new ProducerRecord<>(
                peer.backlog().outcomes(), context.key(), vendor.send(context.value()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
          }
        });
    new CountDownLatch(1).await();
  }
}
