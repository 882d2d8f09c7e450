package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

class KafkaClientsTest {

  /** Takes connections and says nothing: what is looked at happens before the handshake. */
  @AutoClose
  private final ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  private final KafkaProperties properties = new KafkaProperties();
  private final UsedBundle used = new UsedBundle();

  KafkaClientsTest() throws IOException {
    properties.getSecurity().setProtocol("SSL");
  }

  /** Notes that connections are made with it. */
  private static final class UsedBundle implements SslManagerBundle {
    private final CountDownLatch connected = new CountDownLatch(1);

    @Override
    public SSLContext createSslContext(String protocol) {
      connected.countDown();
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory() {
      throw new UnsupportedOperationException();
    }
  }

  private KafkaClients clients() {
    return clients((_, _, _, _) -> {});
  }

  private KafkaClients clients(KafkaClients.OnClient onClient) {
    return new KafkaClients(
        properties,
        "127.0.0.1:" + broker.getLocalPort(),
        "g",
        "1",
        new DefaultSslBundleRegistry(
            "kafka",
            SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.NONE, "TLS", used)),
        onClient);
  }

  /** A client that asks its broker something, until nobody waits for it any more. */
  private interface Asking extends AutoCloseable {
    @Override
    void close();
  }

  static Stream<Function<KafkaClients, Asking>> kinds() {
    return Stream.of(
        clients -> asking(clients.admin()),
        clients -> asking(clients.controlConsumer()),
        clients -> asking(clients.controlProducer()));
  }

  private static Asking asking(Admin admin) {
    var _ = admin.describeCluster();
    return () -> admin.close(Duration.ZERO);
  }

  private static Asking asking(Consumer<byte[], byte[]> consumer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (consumer) {
                consumer.partitionsFor("t");
              } catch (WakeupException e) {
                // Nobody waits for it.
              }
            });
    return consumer::wakeup;
  }

  private static Asking asking(Producer<byte[], byte[]> producer) {
    Thread.ofVirtual().start(() -> producer.partitionsFor("t"));
    return () -> producer.close(Duration.ZERO);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sslBundle_isWhatClientsConnectWith(Function<KafkaClients, Asking> kind)
      throws InterruptedException {
    properties.getSsl().setBundle("kafka");
    try (Asking _ = kind.apply(clients())) {
      assertThat(used.connected.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  static Stream<Arguments> kept() {
    return Stream.of(
        arguments("MEMBER membership", made(c -> c.membershipConsumer(Duration.ZERO))),
        arguments("READER reader", made(KafkaClients::readerConsumer)),
        arguments("READER rereader", made(KafkaClients::rereaderConsumer)),
        arguments("READER delayed", made(KafkaClients::delayedConsumer)),
        arguments("READER takeover", made(KafkaClients::takeoverConsumer)),
        arguments("READER control", made(KafkaClients::controlConsumer)),
        arguments("READER status", made(KafkaClients::statusConsumer)),
        arguments("TRANSACTIONAL publisher", written(KafkaClients::producer)),
        arguments("PRODUCER control", written(KafkaClients::controlProducer)),
        arguments("PRODUCER status", written(KafkaClients::statusProducer)));
  }

  static Stream<Arguments> shortLived() {
    return Stream.of(
        arguments("adoption", made(KafkaClients::adoptionConsumer)),
        arguments("dead letters", made(KafkaClients::lettersConsumer)),
        arguments("adoption", written(KafkaClients::adoptionProducer)));
  }

  /** Makes one and lets go of it. */
  private static java.util.function.Consumer<KafkaClients> made(
      Function<KafkaClients, Consumer<byte[], byte[]>> kind) {
    return clients -> kind.apply(clients).close(CloseOptions.timeout(Duration.ZERO));
  }

  private static java.util.function.Consumer<KafkaClients> written(
      Function<KafkaClients, Producer<byte[], byte[]>> kind) {
    return clients -> kind.apply(clients).close(Duration.ZERO);
  }

  @ParameterizedTest
  @MethodSource("kept")
  void client_thatLivesAsLongAsTheWorker_isTold_underItsRoleAndItsId(
      String kindAndRole, java.util.function.Consumer<KafkaClients> makes) {
    List<String> told = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    makes.accept(
        clients(
            (kind, role, clientId, figures) -> {
              told.add(kind + " " + role);
              ids.add(clientId);
              figures.keySet().stream()
                  .map(name -> name.tags().get("client-id"))
                  .filter(Objects::nonNull)
                  .forEach(ids::add);
            }));

    assertThat(told).containsExactly(kindAndRole);
    assertThat(ids).containsExactly("g-" + kindAndRole.split(" ")[1]);
  }

  @ParameterizedTest
  @MethodSource("shortLived")
  void client_thatIsGoneSoon_isNotTold(
      String what, java.util.function.Consumer<KafkaClients> makes) {
    makes.accept(clients((_, role, _, _) -> fail(what + " was told as " + role)));
  }

  @Test
  void pollInterval_byDefault_isWhatGivingPartitionsUpMayTake() {
    assertThat(clients().pollInterval(Duration.ofSeconds(13))).isEqualTo(Duration.ofSeconds(90));
    assertThat(clients().pollInterval(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(165));
  }

  @Test
  void pollInterval_thatIsConfigured_counts() {
    properties.getProperties().put("max.poll.interval.ms", "120000");
    assertThat(clients().pollInterval(Duration.ofSeconds(13))).isEqualTo(Duration.ofMinutes(2));

    properties.getConsumer().setMaxPollInterval(Duration.ofMinutes(4));
    assertThat(clients().pollInterval(Duration.ofSeconds(13))).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void sslBundle_thatIsNotConfigured_isNamed() {
    properties.getSsl().setBundle("other");

    assertThatExceptionOfType(NoSuchSslBundleException.class)
        .isThrownBy(() -> clients().admin())
        .withMessageContaining("other");
  }
}
