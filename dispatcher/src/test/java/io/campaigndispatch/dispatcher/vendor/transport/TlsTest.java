package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and host names are verified, always; what fails there was not sent. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder = Path.of("");
  private static KeyStore localhost = empty();
  private static KeyStore stranger = empty();

  @BeforeAll
  static void makeCertificates()
      throws GeneralSecurityException, IOException, InterruptedException {
    localhost = selfSigned("localhost");
    stranger = selfSigned("stranger.test");
  }

  private static KeyStore empty() {
    try {
      return KeyStore.getInstance("PKCS12");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Made by the JDK's own keytool, which stands beside the JVM that runs the test. */
  private static KeyStore selfSigned(String host)
      throws GeneralSecurityException, IOException, InterruptedException {
    Path file = folder.resolve(host + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static ScriptedServer serving(KeyStore identity)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new ScriptedServer(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 64, InetAddress.getByName("127.0.0.1")),
        wire -> wire.serve(OK));
  }

  /** Trusts the certificate in the store, without its key. */
  private static @Nullable KeyStore trusting(KeyStore identity) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("it", identity.getCertificate("it"));
    return trust;
  }

  private static Client client(@Nullable KeyStore trust) {
    TransportSettings s = TransportSettings.standard("1");
    return Client.with(
        _ ->
            new TransportSettings(
                s.version(),
                1,
                Duration.ofSeconds(2),
                s.idleTimeout(),
                s.maxBodyBytes(),
                s.maxHeadBytes(),
                trust));
  }

  private static HttpReply call(Client client, ScriptedServer server) throws Exception {
    String url = "https://localhost:" + server.port() + "/";
    return client.call(Client.post(url, "{}".getBytes(UTF_8), Client.LONG));
  }

  private static void assertRefused(HttpReply reply, ScriptedServer server) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            NotSent.class, n -> assertThat(n.cause()).isEqualTo(NotSent.Cause.TLS));
    assertThat(server.requests()).isEmpty();
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void selfSigned_isRefusedByTheJdksTrust() throws Exception {
    try (var server = serving(localhost);
        var client = client(null)) {
      assertRefused(call(client, server), server);
    }
  }

  @Test
  void selfSigned_isAcceptedWhereItIsTrusted() throws Exception {
    try (var server = serving(localhost);
        var client = client(trusting(localhost))) {
      assertThat(call(client, server)).isInstanceOf(Answered.class);
      assertThat(call(client, server)).isInstanceOf(Answered.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void trustedCertificateOfAnotherHost_isRefused() throws Exception {
    try (var server = serving(stranger);
        var client = client(trusting(stranger))) {
      assertRefused(call(client, server), server);
    }
  }

  @Test
  void serverWithoutTls_isRefused() throws Exception {
    try (var server = ScriptedServer.start(wire -> wire.send("HTTP/1.1 400 Bad Request\r\n\r\n"));
        var client = client(null)) {
      HttpReply reply = call(client, server);

      assertRefused(reply, server);
      assertThat(((NotSent) reply).detail())
          .as("what the server wrote may hold anything and is not repeated")
          .isEqualTo("TLS handshake: the server does not speak TLS");
    }
  }

  @Test
  void silenceInTheHandshake_isAConnectTimeout() throws Exception {
    try (var server = ScriptedServer.start(wire -> wire.awaitEnd());
        var client = client(null)) {
      assertThat(call(client, server))
          .isInstanceOfSatisfying(
              NotSent.class,
              n -> {
                assertThat(n.cause()).isEqualTo(NotSent.Cause.CONNECT);
                assertThat(n.detail()).isEqualTo("not connected within 2000 ms");
              });
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void closeInTheHandshake_isNotSent() throws Exception {
    try (var server = ScriptedServer.start(wire -> wire.reset());
        var client = client(null)) {
      assertThat(call(client, server)).isInstanceOf(NotSent.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }
}
