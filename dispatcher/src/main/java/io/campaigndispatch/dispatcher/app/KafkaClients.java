package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.KafkaMeters.Kind;
import io.campaigndispatch.dispatcher.intake.Handover;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.util.StringUtils;

/**
 * Kafka's clients with the settings that correctness depends on; security and tuning come from
 * {@code spring.kafka.*}.
 *
 * @param bootstrapServers of the cluster, or of the embedded broker
 * @param groupId of the workers
 * @param instance unique per process; part of the transactional id
 * @param bundles that {@code spring.kafka.ssl.bundle} may name
 * @param onClient told of each client that lives as long as the process
 */
record KafkaClients(
    KafkaProperties properties,
    String bootstrapServers,
    String groupId,
    String instance,
    SslBundles bundles,
    OnClient onClient) {

  /** Learns of a client as it is made. */
  @FunctionalInterface
  interface OnClient {
    void made(Kind kind, String role, String clientId, Map<MetricName, ? extends Metric> figures);
  }

  /** The brokers and topics set the limit; a dead letter must never fail on this side of them. */
  private static final int LARGEST_REQUEST = 32 << 20;

  /** For a process whose clients nobody watches. */
  KafkaClients(
      KafkaProperties properties,
      String bootstrapServers,
      String groupId,
      String instance,
      SslBundles bundles) {
    this(properties, bootstrapServers, groupId, instance, bundles, (_, _, _, _) -> {});
  }

  Admin admin() {
    Map<String, Object> config = new HashMap<>(properties.buildAdminProperties());
    useBundle(config, properties.getAdmin().getSsl());
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return Admin.create(config);
  }

  /**
   * Learns of its partitions, commits, reads nothing.
   *
   * @param drain how long calls in flight may take when partitions are given up
   */
  Consumer<byte[], byte[]> membershipConsumer(Duration drain) {
    return watched(Kind.MEMBER, "membership", consumer(membershipConfig(drain)));
  }

  /** Within what time that consumer polls again, or the group goes on without it. */
  Duration pollInterval(Duration drain) {
    String name = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
    Object millis =
        ConfigDef.parseType(name, membershipConfig(drain).get(name), ConfigDef.Type.INT);
    return Duration.ofMillis((Integer) millis);
  }

  private Map<String, Object> membershipConfig(Duration drain) {
    Map<String, Object> config = consumerConfig("membership");
    // Else it would wait for the offset in a dead owner's transaction, and it reads nothing.
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    // New partitions of the requests topic are noticed within this time.
    config.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    // A member that hangs keeps the others from their partitions as long as this: Kafka's five
    // minutes are for consumers that work between two polls.
    config.putIfAbsent(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) Handover.pollInterval(drain).toMillis());
    boolean classic =
        !GroupProtocol.CONSUMER
            .name()
            .equalsIgnoreCase(String.valueOf(config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
    if (classic) {
      config.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
      // A worker that waits for a partition hears of it with its next heartbeat: nobody calls for
      // the partition's workspaces until then.
      config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    }
    return config;
  }

  /** Reads requests; only what was committed by whoever wrote it. */
  Consumer<byte[], byte[]> readerConsumer() {
    Map<String, Object> config = consumerConfig("reader");
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    // What was deleted before it was read must be noticed, not skipped.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return watched(Kind.READER, "reader", consumer(config));
  }

  /** Reads requests by offset, a few hundred at a time. */
  Consumer<byte[], byte[]> rereaderConsumer() {
    Map<String, Object> config = consumerConfig("rereader");
    // What a poll brings beyond its pass is lost; what is fetched and not polled waits for the
    // next.
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return watched(Kind.READER, "rereader", consumer(config));
  }

  /** Reads delayed requests by offset. */
  Consumer<byte[], byte[]> delayedConsumer() {
    Map<String, Object> config = consumerConfig("delayed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return watched(Kind.READER, "delayed", consumer(config));
  }

  /** Reads a single record of a partition, for its time. */
  Consumer<byte[], byte[]> timesConsumer() {
    Map<String, Object> config = consumerConfig("times");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 << 10);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return consumer(config);
  }

  /** Reads snapshots and journals; only what was committed. */
  Consumer<byte[], byte[]> takeoverConsumer() {
    Map<String, Object> config = consumerConfig("takeover");
    // What it reads changes all the time, and a fetch that waits holds up the one after it.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return watched(Kind.READER, "takeover", consumer(config));
  }

  /** Reads dead letters and what was done with them, in no group. */
  Consumer<byte[], byte[]> lettersConsumer() {
    Map<String, Object> config = consumerConfig("dead-letters");
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    // Partitions are read one after the other: the fetch beyond the end of one delays the next.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    return consumer(config);
  }

  /** Reads what was fixed when the requests topic was adopted: plain records, no transactions. */
  Consumer<byte[], byte[]> adoptionConsumer() {
    Map<String, Object> config = consumerConfig("adoption");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return consumer(config);
  }

  /** Reads what operators want, all of it and from its beginning. */
  Consumer<byte[], byte[]> controlConsumer() {
    Map<String, Object> config = consumerConfig("control");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    return watched(Kind.READER, "control", consumer(config));
  }

  /** What Spring Boot does for the clients it makes itself: the properties leave a bundle out. */
  private void useBundle(Map<String, Object> config, KafkaProperties.Ssl own) {
    String name =
        StringUtils.hasText(own.getBundle()) ? own.getBundle() : properties.getSsl().getBundle();
    if (StringUtils.hasText(name)) {
      config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
      config.put(SslBundle.class.getName(), bundles.getBundle(name));
    }
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new DefaultKafkaConsumerFactory<byte[], byte[]>(config).createConsumer();
  }

  private Consumer<byte[], byte[]> watched(
      Kind kind, String role, Consumer<byte[], byte[]> consumer) {
    onClient.made(kind, role, clientId(role), consumer.metrics());
    return consumer;
  }

  private Producer<byte[], byte[]> watched(
      Kind kind, String role, Producer<byte[], byte[]> producer) {
    onClient.made(kind, role, clientId(role), producer.metrics());
    return producer;
  }

  private String clientId(String role) {
    return groupId + "-" + role;
  }

  private Map<String, Object> consumerConfig(String role) {
    Map<String, Object> config = new HashMap<>(properties.buildConsumerProperties());
    useBundle(config, properties.getConsumer().getSsl());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId(role));
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /** Of the worker's one writer; whoever takes its partitions over fences it by this name. */
  String transactionalId() {
    return groupId + "-" + instance;
  }

  /** The worker's one writer. */
  Producer<byte[], byte[]> producer() {
    Map<String, Object> config = producerConfig("publisher");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    // Long enough for Kafka to be out of reach for minutes: a transaction that times out ends the
    // worker. Nobody waits for it when a worker dies, since the next owner fences the dead one.
    // Brokers allow a quarter of an hour unless they are told otherwise.
    config.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 600_000);
    // Most batches are small, two per partition and transaction. For each, lz4 makes 132 KB of
    // buffers anew, and takes 5.9 µs where snappy takes 1.4 for a single record; a hundred records
    // cost both the same and shrink from 660 bytes each to 70 and 80.
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "snappy");
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    return watched(Kind.TRANSACTIONAL, "publisher", producer(config));
  }

  /** Writes one record, at the first start. */
  Producer<byte[], byte[]> adoptionProducer() {
    return plainProducer("adoption");
  }

  /** Reads what the other workers look like: plain records, no transactions. */
  Consumer<byte[], byte[]> statusConsumer() {
    Map<String, Object> config = consumerConfig("status");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return watched(Kind.READER, "status", consumer(config));
  }

  /** Writes what this worker looks like: much of the same, which compresses well. */
  Producer<byte[], byte[]> statusProducer() {
    Map<String, Object> config = producerConfig("status");
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    // Only this one waits for it, and a later status makes up for it.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    return watched(Kind.PRODUCER, "status", producer(config));
  }

  /** Writes what operators order; whoever ordered it waits for the answer. */
  Producer<byte[], byte[]> controlProducer() {
    return watched(Kind.PRODUCER, "control", plainProducer("control"));
  }

  private Producer<byte[], byte[]> plainProducer(String role) {
    Map<String, Object> config = producerConfig(role);
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    return producer(config);
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> producerConfig(String role) {
    Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
    useBundle(config, properties.getProducer().getSsl());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId(role));
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return config;
  }
}
