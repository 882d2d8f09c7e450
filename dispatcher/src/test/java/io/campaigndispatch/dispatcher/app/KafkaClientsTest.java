package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    return new KafkaClients(
        properties,
        "127.0.0.1:" + broker.getLocalPort(),
        "g",
        "1",
        new DefaultSslBundleRegistry(
            "kafka",
            SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.NONE, "TLS", used)));
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
