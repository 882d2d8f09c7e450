package io.campaigndispatch.dispatcher.vendor.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A transport under test, with calls that are quick to write. */
final class Client implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);

  final NettyTransport transport;

  Client(TransportSettings settings, int maxInFlight, HostLookup lookup) {
    Map<String, String> environment = Map.of("TOKEN", "s3cret");
    this.transport =
        new NettyTransport(
            settings,
            new LocalCredentials(environment::get, System::nanoTime),
            _ -> maxInFlight,
            lookup);
  }

  static Client standard() {
    return limitedTo(64);
  }

  static Client limitedTo(int maxInFlight) {
    return new Client(TransportSettings.standard("1.2.3"), maxInFlight, InetAddress::getAllByName);
  }

  static Client with(UnaryOperator<TransportSettings> change) {
    return new Client(
        change.apply(TransportSettings.standard("1.2.3")), 64, InetAddress::getAllByName);
  }

  static TransportSettings waiting(Duration connect, Duration idle) {
    TransportSettings s = TransportSettings.standard("1.2.3");
    return new TransportSettings(
        s.version(), 1, connect, idle, s.maxBodyBytes(), s.maxHeadBytes(), null);
  }

  static HttpCall post(String url, byte[] body, Duration responseTimeout) {
    return new HttpCall(
        "vendor",
        "POST",
        URI.create(url),
        Map.of("Content-Type", "application/json"),
        body,
        new CredentialRef.None(),
        responseTimeout);
  }

  static HttpCall post(ScriptedServer server) {
    return post("http://127.0.0.1:" + server.port() + "/send", "{}".getBytes(UTF_8), LONG);
  }

  CompletableFuture<HttpReply> start(HttpCall call) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    transport.send(
        call,
        answer -> {
          if (!reply.complete(answer)) {
            throw new IllegalStateException("a second reply: " + answer);
          }
        });
    return reply;
  }

  static HttpReply await(CompletableFuture<HttpReply> reply) {
    return reply.orTimeout(15, TimeUnit.SECONDS).join();
  }

  HttpReply call(HttpCall call) {
    return await(start(call));
  }

  HttpReply call(ScriptedServer server) {
    return call(post(server));
  }

  @Override
  public void close() {
    transport.close();
  }
}
