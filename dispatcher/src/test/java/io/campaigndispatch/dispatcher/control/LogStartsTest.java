package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka does to the requests topic behind the dispatcher's back is seen. */
@Timeout(60)
class LogStartsTest {

  private static final TopicSettings SETTINGS = new TopicSettings("seen.", true, 3, null);
  private static final String REQUESTS = SETTINGS.names().requests();

  private final AtomicReference<Map<Integer, Long>> seen = new AtomicReference<>(Map.of());
  private final CompletableFuture<Boolean> anew = new CompletableFuture<>();

  @Test
  void deletedBeginningAndNewTopic_areTold(@TempDir Path folder) {
    try (BrokerFixture broker = BrokerFixture.start(folder)) {
      Adoption adoption = broker.ready(SETTINGS, Instant.EPOCH).adoption();
      broker.send(REQUESTS, 1, 9);
      try (LogStarts starts =
          new LogStarts(
              broker.admin(), REQUESTS, adoption.topicId(), () -> Set.of(0, 1), listener())) {
        starts.start(Duration.ofMillis(20));
        awaitSeen(Map.of(0, 0L, 1, 0L));

        BrokerFixture.await(
            broker
                .admin()
                .deleteRecords(
                    Map.of(new TopicPartition(REQUESTS, 1), RecordsToDelete.beforeOffset(5)))
                .all());
        awaitSeen(Map.of(0, 0L, 1, 5L));
        assertThat(anew).isNotDone();

        broker.delete(REQUESTS);
        broker.create(REQUESTS, 3);
        assertThat(anew.join()).isTrue();
      }
    }
  }

  private void awaitSeen(Map<Integer, Long> expected) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(seen.get()).isEqualTo(expected));
  }

  private LogStarts.Listener listener() {
    return new LogStarts.Listener() {
      @Override
      public void logStarts(Map<Integer, Long> firstOffsets) {
        seen.set(firstOffsets);
      }

      @Override
      public void createdAnew() {
        anew.complete(true);
      }
    };
  }
}
