package io.campaigndispatch.chaos.cluster;

import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * The server properties of one of several brokers that are controllers too. Besides the listener
 * for everybody each has one per dispatcher, and advertises on it the port of that dispatcher's own
 * network: so whatever the dispatcher connects to goes through there.
 *
 * @param direct the port of each broker's listener for everybody
 * @param controllers the port of each broker's controller
 */
record BrokerFile(List<Integer> direct, List<Integer> controllers) {

  static final String CONTROLLER = "CONTROLLER";
  private static final String DIRECT = "DIRECT";
  private static final String HOST = "127.0.0.1:";

  /**
   * A listener for one dispatcher.
   *
   * @param port where the broker listens
   * @param advertised where the dispatcher is to connect
   */
  record Own(int port, int advertised) {}

  Properties of(int node, List<Own> own, String folder) {
    Properties properties = new Properties();
    StringBuilder listeners = new StringBuilder(DIRECT + "://" + HOST + direct.get(node));
    StringBuilder advertised = new StringBuilder(listeners);
    StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT");
    for (int slot = 0; slot < own.size(); slot++) {
      String name = "SLOT" + slot;
      listeners.append(',').append(name).append("://" + HOST).append(own.get(slot).port());
      advertised.append(',').append(name).append("://" + HOST).append(own.get(slot).advertised());
      protocols.append(',').append(name).append(":PLAINTEXT");
    }
    listeners.append(",CONTROLLER://" + HOST).append(controllers.get(node));
    properties.setProperty("listeners", listeners.toString());
    properties.setProperty("advertised.listeners", advertised.toString());
    properties.setProperty("listener.security.protocol.map", protocols.toString());
    properties.setProperty("inter.broker.listener.name", DIRECT);
    properties.setProperty("controller.listener.names", CONTROLLER);
    properties.setProperty(
        "controller.quorum.voters",
        IntStream.range(0, controllers.size())
            .mapToObj(n -> n + "@" + HOST + controllers.get(n))
            .collect(Collectors.joining(",")));
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", Integer.toString(node));
    properties.setProperty("log.dirs", folder);
    properties.setProperty("auto.create.topics.enable", "false");
    int copies = direct.size();
    if (copies == 1) {
      // Everything is allowed that nobody forbids. Several brokers would refuse each other before
      // they have read that nothing is forbidden.
      properties.setProperty("authorizer.class.name", StandardAuthorizer.class.getName());
      properties.setProperty("allow.everyone.if.no.acl.found", "true");
    }
    int inSync = Math.max(1, copies - 1);
    set(properties, "default.replication.factor", copies);
    set(properties, "min.insync.replicas", inSync);
    set(properties, "offsets.topic.replication.factor", copies);
    set(properties, "offsets.topic.num.partitions", 4);
    set(properties, "transaction.state.log.replication.factor", copies);
    set(properties, "transaction.state.log.min.isr", inSync);
    set(properties, "transaction.state.log.num.partitions", 4);
    set(properties, "group.initial.rebalance.delay.ms", 0);
    // A killed broker's partitions get another leader after this, not after nine seconds.
    set(properties, "broker.session.timeout.ms", 5_000);
    set(properties, "broker.heartbeat.interval.ms", 1_000);
    set(properties, "message.max.bytes", 4 << 20);
    set(properties, "log.segment.bytes", 64 << 20);
    set(properties, "log.index.size.max.bytes", 1 << 20);
    set(properties, "log.cleaner.dedupe.buffer.size", 2 << 20);
    set(properties, "num.network.threads", 1);
    set(properties, "num.io.threads", 4);
    set(properties, "background.threads", 2);
    return properties;
  }

  private static void set(Properties properties, String key, int value) {
    properties.setProperty(key, Integer.toString(value));
  }
}
