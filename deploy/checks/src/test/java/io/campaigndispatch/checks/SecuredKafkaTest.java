package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Kafka takes what the chart makes of Secrets, and nothing less. */
class SecuredKafkaTest {

  @TempDir static Path shared = Path.of("");
  private static @Nullable SecuredKafka started;
  private static @Nullable Identity brokers;
  private static @Nullable Identity workers;

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    brokers = Identity.of("broker", shared);
    workers = Identity.of("worker", shared);
    started = new SecuredKafka(Files.createDirectory(shared.resolve("kafka")), brokers, workers);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  private static SecuredKafka kafka() {
    return Objects.requireNonNull(started);
  }

  /** The number of brokers that answer. */
  private int brokers(String values, String address, Map<String, String> secrets)
      throws ExecutionException, IOException, InterruptedException {
    Map<String, Object> properties =
        new HashMap<>(
            WorkerEnvironment.of(Chart.rendered(values), folder, secrets)
                .kafka()
                .buildAdminProperties());
    properties.put("bootstrap.servers", address);
    properties.put("default.api.timeout.ms", 10_000);
    properties.put("request.timeout.ms", 10_000);
    try (Admin admin = Admin.create(properties)) {
      return admin.describeCluster().nodes().get().size();
    }
  }

  private static Map<String, String> secrets(String password) {
    return Map.of(
        "kafka.username",
        SecuredKafka.USER,
        "kafka.password",
        password,
        "spring.kafka.ssl.trust-store-certificates",
        Objects.requireNonNull(brokers).certificate());
  }

  private static Map<String, String> secrets(Identity worker) {
    return Map.of(
        "spring.kafka.ssl.key-store-certificate-chain",
        worker.certificate(),
        "spring.kafka.ssl.key-store-key",
        worker.key(),
        "spring.kafka.ssl.trust-store-certificates",
        Objects.requireNonNull(brokers).certificate());
  }

  @Test
  void mtls_withTheWorkersCertificate_isLetIn()
      throws ExecutionException, IOException, InterruptedException {
    int answering =
        brokers(
            "mtls.yaml", kafka().askingForACertificate(), secrets(Objects.requireNonNull(workers)));

    assertThat(answering).isEqualTo(1);
  }

  @Test
  void mtls_withACertificateThatNobodyTrusts_isNotLetIn()
      throws GeneralSecurityException, IOException, InterruptedException {
    Identity stranger = Identity.of("stranger", folder);

    assertThatThrownBy(
            () -> brokers("mtls.yaml", kafka().askingForACertificate(), secrets(stranger)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void scram_withTheSecretsPassword_isLetIn()
      throws ExecutionException, IOException, InterruptedException {
    int answering =
        brokers("scram.yaml", kafka().askingForAPassword(), secrets(SecuredKafka.PASSWORD));

    assertThat(answering).isEqualTo(1);
  }

  @Test
  void scram_withAnotherPassword_isNotLetIn() {
    assertThatThrownBy(
            () -> brokers("scram.yaml", kafka().askingForAPassword(), secrets("another")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SaslAuthenticationException.class);
  }
}
