package io.campaigndispatch.bench.throughput;

import io.github.bucket4j.Bucket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * What the peers have in common: where things are, a throttle per workspace (so generous where none
 * is asked for that nobody waits) and a blocking call to the vendor.
 *
 * @param atOnce calls at once
 */
public record Peer(Backlog backlog, URI vendor, int atOnce, Throttles throttles) {

  Peer(Backlog backlog, URI vendor, int atOnce) {
    this(backlog, vendor, atOnce, new Throttles(Map.of()));
  }

  public String groupId() {
    return backlog.prefix() + "peer";
  }

  Map<String, Object> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", backlog.bootstrap());
    config.put("group.id", groupId());
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    config.put("key.deserializer", StringDeserializer.class);
    config.put("value.deserializer", ByteArrayDeserializer.class);
    return config;
  }

  Map<String, Object> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", backlog.bootstrap());
    config.put("acks", "all");
    config.put("enable.idempotence", "true");
    config.put("linger.ms", "5");
    config.put("key.serializer", StringSerializer.class);
    config.put("value.serializer", ByteArraySerializer.class);
    return config;
  }

  /** Waits for the workspace's token, calls, and says what became of it. */
  BlockingVendor blockingVendor() {
    var http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(atOnce)
                    .setMaxConnPerRoute(atOnce)
                    .build())
            .disableAutomaticRetries()
            .build();
    RestClient client =
        RestClient.builder()
            .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
            .baseUrl(vendor)
            .build();
    return new BlockingVendor(client, throttles, new ConcurrentHashMap<>());
  }

  record BlockingVendor(RestClient client, Throttles throttles, Map<String, Bucket> buckets) {
    private static final long TOKENS_PER_SECOND = 1_000_000;

    private static Bucket generous() {
      return Bucket.builder()
          .addLimit(
              limit ->
                  limit
                      .capacity(TOKENS_PER_SECOND)
                      .refillGreedy(TOKENS_PER_SECOND, Duration.ofSeconds(1)))
          .build();
    }

    private Bucket bucket(String workspace) {
      return throttles.bucket(workspace).orElseGet(BlockingVendor::generous);
    }

    byte[] send(byte[] value) throws InterruptedException {
      PeerJson.Request request = PeerJson.request(value);
      buckets.computeIfAbsent(request.workspaceId(), this::bucket).asBlocking().consume(1);
      byte[] reply =
          client
              .post()
              .uri("/api/conversation")
              .contentType(MediaType.APPLICATION_JSON)
              .header("x-workspace-id", request.workspaceId())
              .body(PeerJson.conversation(request))
              .retrieve()
              .body(byte[].class);
      if (reply == null) {
        throw new IllegalStateException("an empty reply");
      }
      return PeerJson.outcome(request, reply);
    }
  }

  static Peer of(List<String> args) {
    return new Peer(
        new Backlog(args.get(1), args.get(2)),
        URI.create(args.get(3)),
        Integer.parseInt(args.get(4)),
        Throttles.parse(args.get(5)));
  }

  public List<String> command(Participant participant) {
    return List.of(
        PeerMain.COMMAND,
        participant.name(),
        backlog.bootstrap(),
        backlog.prefix(),
        vendor.toString(),
        String.valueOf(atOnce),
        throttles.text());
  }
}
