package io.campaigndispatch.dispatcher.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The server properties of a single node that is broker and controller at once, sized small. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  static final String HOST = "127.0.0.1";

  /** Above the largest topic limit: dead letters take 2 MiB + 64 KiB. */
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private static final int SEGMENT_BYTES = 256 * 1024 * 1024;

  /** Room for a full segment at one entry per 4 KiB; Kafka's default is 10 MiB per partition. */
  private static final int INDEX_BYTES = 1024 * 1024;

  private static final int MINUTES_OF_60_DAYS = 60 * 24 * 60;

  private BrokerProperties() {}

  static Properties of(Path dataDir, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    set(properties, "node.id", NODE_ID);
    properties.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    properties.setProperty("controller.listener.names", CONTROLLER);
    properties.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, port, CONTROLLER, HOST, controllerPort));
    properties.setProperty("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty("log.dirs", dataDir.toString());
    properties.setProperty("metric.reporters", "");

    set(properties, "offsets.topic.replication.factor", 1);
    set(properties, "offsets.topic.num.partitions", 4);
    set(properties, "transaction.state.log.replication.factor", 1);
    set(properties, "transaction.state.log.min.isr", 1);
    set(properties, "transaction.state.log.num.partitions", 4);
    set(properties, "share.coordinator.state.topic.replication.factor", 1);
    set(properties, "share.coordinator.state.topic.min.isr", 1);
    set(properties, "group.initial.rebalance.delay.ms", 0);
    // Longer than any request is kept: a worker that was off for weeks goes on where it was.
    set(properties, "offsets.retention.minutes", MINUTES_OF_60_DAYS);
    // A mistyped topic name is an error, not a topic that nobody reads.
    properties.setProperty("auto.create.topics.enable", "false");

    // After a kill, the next start waits until the killed broker's session has ended.
    set(properties, "broker.session.timeout.ms", 3_000);
    set(properties, "broker.heartbeat.interval.ms", 500);

    set(properties, "message.max.bytes", MAX_MESSAGE_BYTES);
    set(properties, "log.segment.bytes", SEGMENT_BYTES);
    set(properties, "log.index.size.max.bytes", INDEX_BYTES);
    set(properties, "log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024);
    set(properties, "num.network.threads", 2);
    set(properties, "num.io.threads", 4);
    set(properties, "background.threads", 2);
    return properties;
  }

  private static void set(Properties properties, String key, int value) {
    properties.setProperty(key, Integer.toString(value));
  }
}
