package io.campaigndispatch.checks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka with three listeners: one asks for a certificate, one for user and password, one for a
 * token.
 */
final class SecuredKafka implements AutoCloseable {

  static final String USER = "dispatcher";
  static final String PASSWORD = "p4$s'#;!";

  private final KafkaRaftServer server;
  private final int certificatePort;
  private final int passwordPort;
  private final int tokenPort;

  /**
   * @param folder an empty one
   * @param client whose certificate is taken
   * @param tokens whose tokens are taken
   */
  SecuredKafka(Path folder, Identity own, Identity client, TokenServer tokens) throws Exception {
    certificatePort = freePort();
    passwordPort = freePort();
    tokenPort = freePort();
    int inner = freePort();
    int controller = freePort();
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .setScramArguments(List.of("SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"))
        .run();
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "INNER"),
            Map.entry(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,INNER:PLAINTEXT,CERTIFICATE:SSL,PASSWORD:SASL_SSL,TOKEN:SASL_SSL"),
            Map.entry("listeners", listeners(inner) + ",CONTROLLER://127.0.0.1:" + controller),
            Map.entry("advertised.listeners", listeners(inner)),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("metric.reporters", ""),
            Map.entry("listener.name.password.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
            Map.entry("listener.name.token.sasl.enabled.mechanisms", "OAUTHBEARER"),
            Map.entry(
                "listener.name.password.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
            Map.entry(
                "listener.name.token.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;"),
            Map.entry(
                "listener.name.token.oauthbearer.sasl.server.callback.handler.class",
                OAuthBearerValidatorCallbackHandler.class.getName()),
            Map.entry("sasl.oauthbearer.jwks.endpoint.url", tokens.keys().toString()),
            Map.entry("listener.name.certificate.ssl.client.auth", "required"),
            Map.entry("ssl.keystore.type", "PEM"),
            Map.entry("ssl.keystore.certificate.chain", own.certificate()),
            Map.entry("ssl.keystore.key", own.key()),
            Map.entry("ssl.truststore.type", "PEM"),
            Map.entry("ssl.truststore.certificates", client.certificate())));
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
  }

  private String listeners(int inner) {
    return "INNER://127.0.0.1:%d,CERTIFICATE://127.0.0.1:%d,PASSWORD://127.0.0.1:%d,TOKEN://127.0.0.1:%d"
        .formatted(inner, certificatePort, passwordPort, tokenPort);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String askingForACertificate() {
    return "127.0.0.1:" + certificatePort;
  }

  String askingForAPassword() {
    return "127.0.0.1:" + passwordPort;
  }

  String askingForAToken() {
    return "127.0.0.1:" + tokenPort;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
