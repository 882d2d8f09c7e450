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
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Kafka takes what the chart makes of Secrets, and nothing less. */
class SecuredKafkaTest {

  /** Kafka asks no URL for tokens or keys that this property of the JVM does not name. */
  private static final String PERMITTED =
      BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;

  @TempDir static Path shared = Path.of("");
  private static @Nullable SecuredKafka started;
  private static @Nullable Identity brokers;
  private static @Nullable Identity workers;
  private static @Nullable TokenServer tokens;

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    brokers = Identity.of("broker", shared);
    workers = Identity.of("worker", shared);
    tokens = new TokenServer(shared);
    System.setProperty(PERMITTED, tokens.uri() + "," + tokens.keys());
    Path folder = Files.createDirectory(shared.resolve("kafka"));
    started = new SecuredKafka(folder, brokers, workers, tokens);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
    if (tokens != null) {
      tokens.close();
    }
    System.clearProperty(PERMITTED);
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
    properties.computeIfPresent(
        "sasl.oauthbearer.token.endpoint.url",
        (key, url) -> Objects.requireNonNull(tokens).uri().toString());
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

  private static Map<String, String> login(String secret) {
    return Map.of(
        "spring.kafka.properties.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " clientId=\"%s\" clientSecret=\"%s\";".formatted(TokenServer.CLIENT, secret),
        "spring.kafka.ssl.trust-store-certificates",
        Objects.requireNonNull(brokers).certificate());
  }

  @Test
  void oauth_withATokenForTheSecretsLogin_isLetIn()
      throws ExecutionException, IOException, InterruptedException {
    int answering = brokers("oauth.yaml", kafka().askingForAToken(), login(TokenServer.SECRET));

    assertThat(answering).isEqualTo(1);
  }

  @Test
  void oauth_withAnotherLogin_getsNoToken() {
    assertThatThrownBy(() -> brokers("oauth.yaml", kafka().askingForAToken(), login("another")))
        .hasStackTraceContaining("401");
  }

  /** Kafka's own default permits none. */
  @Test
  void oauth_whereTheTokensComeFrom_isPermittedByTheJvmsOptions() {
    Chart.Rendered chart = Chart.rendered("oauth.yaml");

    assertThat(chart.applicationYaml()).contains("https://login.example/oauth2/token");
    assertThat(chart.container().path("env").toString())
        .contains("-D" + PERMITTED + "=https://login.example/oauth2/token");
  }
}
