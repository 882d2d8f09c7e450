package io.campaigndispatch.chaos.outage;

import io.campaigndispatch.chaos.cluster.Brokers;
import io.campaigndispatch.chaos.net.Network;
import io.campaigndispatch.chaos.plan.Weather;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker in a process of its own, which a worker reaches over a network that can be broken. */
final class OneBroker implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Brokers brokers;
  private final Network network;
  private final Admin admin;

  private OneBroker(Brokers brokers, Network network) {
    this.brokers = brokers;
    this.network = network;
    this.admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrap()));
  }

  static OneBroker start(Path folder) throws IOException, InterruptedException {
    Brokers brokers = new Brokers(folder, 1, 1);
    Network network = new Network(brokers.targets(0));
    brokers.start(List.of(network.ports()), START);
    return new OneBroker(brokers, network);
  }

  /** Where the worker is to connect. */
  String forTheWorker() {
    return "127.0.0.1:" + network.ports().getFirst();
  }

  /** What the network does not break. */
  String direct() {
    return brokers.bootstrap();
  }

  /** Nobody may write to it any more. */
  void forbidWriting(String topic) {
    await(admin.createAcls(List.of(refusal(topic))).all());
  }

  /** Everybody may again. */
  void permitWriting(String topic) {
    await(admin.deleteAcls(List.of(refusal(topic).toFilter())).all());
  }

  private static AclBinding refusal(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
  }

  void delete(String topic) {
    await(admin.deleteTopics(List.of(topic)).all());
  }

  /** Adds partitions. */
  void grow(String topic, int partitions) {
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  boolean exists(String topic) {
    return await(admin.listTopics().names()).contains(topic);
  }

  private static <T> T await(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture().join();
  }

  /** Between the worker and the broker, from now on. */
  void set(Weather weather) {
    network.set(weather);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    admin.close();
    network.close();
    brokers.close();
  }
}
