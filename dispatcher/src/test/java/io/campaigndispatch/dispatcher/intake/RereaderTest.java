package io.campaigndispatch.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading again, by offset, what lies in a real log. */
@Timeout(60)
class RereaderTest {

  private static final Topics TOPICS = new Topics("again.");
  private static final int RECORDS = 6_000;

  private static TakeoverBroker broker;

  private final BlockingQueue<Brought> read = new LinkedBlockingQueue<>();
  private final AtomicInteger seeks = new AtomicInteger();
  private long passes;
  private Rereader rereader;

  private record Brought(int partition, long pass, List<Long> offsets, long readTo) {}

  @BeforeAll
  static void writeRecords(@TempDir Path folder) {
    broker = TakeoverBroker.start(folder);
    TakeoverBroker.await(
        broker.admin().createTopics(List.of(new NewTopic(TOPICS.requests(), 2, (short) 1))).all());
    try (var producer =
        new KafkaProducer<>(
            broker.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 2 * RECORDS; i++) {
        var _ = producer.send(new ProducerRecord<>(TOPICS.requests(), i % 2, null, new byte[] {1}));
      }
    }
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  @BeforeEach
  void start() {
    Map<String, Object> config = new HashMap<>(broker.client());
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    config.put("max.poll.records", 100);
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
          @Override
          public void seek(TopicPartition partition, long offset) {
            seeks.incrementAndGet();
            super.seek(partition, offset);
          }
        };
    rereader =
        new Rereader(
            consumer,
            TOPICS.requests(),
            "rereader",
            cause -> {
              throw new AssertionError(cause);
            });
    rereader.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    rereader.close();
  }

  private long ask(int partition, LongStream offsets) {
    long pass = ++passes;
    rereader.read(
        new Rereader.Asked(
            partition,
            offsets.boxed().toList(),
            (records, readTo) ->
                read.add(
                    new Brought(
                        partition,
                        pass,
                        records.stream().map(ConsumerRecord::offset).toList(),
                        readTo))));
    return pass;
  }

  /** What a pass brings, until it has come past an offset. */
  private List<Long> await(long pass, long past) throws InterruptedException {
    List<Long> offsets = new ArrayList<>();
    long readTo = 0;
    while (readTo <= past) {
      Brought next = read.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("after %s", offsets).isNotNull();
      assertThat(next.pass()).isEqualTo(pass);
      offsets.addAll(next.offsets());
      readTo = next.readTo();
    }
    return offsets;
  }

  private static Long[] every(int step, long from, long to) {
    return LongStream.range(from, to).filter(o -> o % step == 0).boxed().toArray(Long[]::new);
  }

  private static LongStream wanted(int step, long from, long to) {
    return LongStream.range(from, to).filter(offset -> offset % step == 0);
  }

  @Test
  void passesThatFollowEachOther_goOnWithoutASeek() throws InterruptedException {
    for (long from = 0; from < 3_000; from += 300) {
      long pass = ask(0, wanted(3, from, from + 300));
      assertThat(await(pass, from + 297)).containsExactly(every(3, from, from + 300));
    }
    assertThat(seeks).hasValue(1);
  }

  @Test
  void passBehindTheLastOne_andOneFarAhead_bringWhatIsThere() throws InterruptedException {
    assertThat(await(ask(0, wanted(1, 500, 620)), 619)).containsExactly(every(1, 500, 620));
    assertThat(await(ask(0, wanted(1, 510, 530)), 529)).containsExactly(every(1, 510, 530));
    assertThat(await(ask(0, LongStream.of(520, 5_500, 5_999)), 5_999))
        .containsExactly(520L, 5_500L, 5_999L);
  }

  @Test
  void passesOfTwoPartitions_areReadTogether_eachOnce() throws InterruptedException {
    ask(0, wanted(2, 0, 1_000));
    ask(1, wanted(5, 0, 1_000));
    Map<Integer, List<Long>> offsets = new HashMap<>();
    while (offsets.getOrDefault(0, List.of()).size() + offsets.getOrDefault(1, List.of()).size()
        < 700) {
      Brought next = read.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      offsets.computeIfAbsent(next.partition(), _ -> new ArrayList<>()).addAll(next.offsets());
    }
    assertThat(offsets.get(0)).containsExactly(every(2, 0, 1_000));
    assertThat(offsets.get(1)).containsExactly(every(5, 0, 1_000));
  }
}
