package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How near retention is to what is open, by the topic's own settings. */
@Timeout(60)
class RetentionWatchTest {

  private static final String TOPIC = "kept";
  private static final Offset<Double> ABOUT = within(0.001);

  private final Map<Integer, Long> written = new HashMap<>(Map.of(0, 1_000L, 1, 4_000L));

  private static void set(BrokerFixture broker, String setting, long value) {
    BrokerFixture.await(
        broker
            .admin()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry(setting, Long.toString(value)),
                            AlterConfigOp.OpType.SET))))
            .all());
  }

  @Test
  void oldestOpenRequests_useUpWhatTheTopicAllows(@TempDir Path folder) {
    try (BrokerFixture broker = BrokerFixture.start(folder)) {
      broker.create(TOPIC, 2);
      broker.send(TOPIC, 0, 10);
      broker.send(TOPIC, 1, 10);
      RetentionWatch watch = new RetentionWatch(broker.admin(), TOPIC, _ -> Map.copyOf(written));
      Map<Integer, Long> firsts = Map.of(0, 0L, 1, 0L);
      set(broker, "retention.ms", 8_000);

      watch.look(firsts, Map.of(0, 0L, 1, 5L), 5_000);
      assertThat(watch.used().time()).isEqualTo(0.5, ABOUT);
      assertThat(watch.used().bytes()).isZero();

      set(broker, "retention.ms", -1);
      set(broker, "retention.bytes", 1_000_000);
      watch.look(firsts, Map.of(0, 0L), 5_000);
      double whole = watch.used().bytes();
      watch.look(firsts, Map.of(0, 5L), 5_000);
      assertThat(watch.used().time()).isZero();
      assertThat(whole).isBetween(0.00001, 0.01);
      assertThat(watch.used().bytes()).isEqualTo(whole / 2, within(whole / 100));

      watch.look(firsts, Map.of(), 5_000);
      assertThat(watch.used()).isEqualTo(RetentionWatch.Used.NOTHING);
    }
  }
}
