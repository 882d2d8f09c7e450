package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what never does. */
class RequestTest {
  @AutoClose private final ScriptedServer server = ScriptedServer.answering(OK);
  @AutoClose private final Client client = Client.standard();

  private HttpCall call(
      String method, String path, Map<String, String> headers, String body, CredentialRef ref) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return new HttpCall("vendor", method, uri, headers, body.getBytes(UTF_8), ref, Client.LONG);
  }

  private HttpReply post(Map<String, String> headers, CredentialRef ref) {
    return client.call(call("POST", "/", headers, "{}", ref));
  }

  private static String problem(HttpReply reply) {
    assertThat(reply).isInstanceOf(NotSent.class);
    return ((NotSent) reply).detail();
  }

  @Test
  void post_carriesLengthHostAgentTokenAndBody() {
    client.call(
        call(
            "POST",
            "/v1/send?a=%20b",
            Map.of("Content-Type", "application/json", "x-workspace-id", "acme"),
            "{\"n\":\"ñ\"}",
            new CredentialRef.Env("TOKEN")));

    String request = server.requests().getFirst();
    assertThat(request)
        .startsWith("POST /v1/send?a=%20b HTTP/1.1\r\n")
        .endsWith("\r\n\r\n{\"n\":\"Ã±\"}");
    assertThat(request.split("\r\n\r\n", 2)[0].split("\r\n"))
        .contains(
            "host: 127.0.0.1:" + server.port(),
            "user-agent: campaign-dispatch/1.2.3",
            "authorization: Bearer s3cret",
            "content-length: 10",
            "Content-Type: application/json",
            "x-workspace-id: acme");
  }

  @Test
  void get_carriesNoBody() {
    client.call(call("GET", "", Map.of(), "", new CredentialRef.None()));

    String request = server.requests().getFirst();
    assertThat(request).startsWith("GET / HTTP/1.1\r\n").endsWith("\r\n\r\n");
    assertThat(request).doesNotContainIgnoringCase("content-length");
  }

  @Test
  void emptyPost_saysSo() {
    client.call(call("POST", "/", Map.of(), "", new CredentialRef.None()));

    assertThat(server.requests().getFirst()).contains("content-length: 0\r\n");
  }

  @Test
  void noCredential_sendsNoAuthorization() {
    post(Map.of(), new CredentialRef.None());

    assertThat(server.requests().getFirst()).doesNotContainIgnoringCase("authorization");
  }

  @Test
  void missingCredential_isNotSent() {
    assertThat(problem(post(Map.of(), new CredentialRef.Env("ABSENT"))))
        .isEqualTo(
            "credential env:ABSENT: expected an environment variable of that name, found none");
    assertThat(server.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nEvil: 1", "a\nEvil: 1", "a\rb", "a\u0000b", "a\u010Ab", "ñ"})
  void headerValue_thatCouldEndItsLine_isNotSent(String value) {
    String problem = problem(post(Map.of("X-Name", value), new CredentialRef.None()));

    assertThat(problem).startsWith("header X-Name:").doesNotContain(value);
    assertThat(server.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Name", "X:Name", "X\r\nEvil", "Ñ"})
  void headerName_thatIsNoToken_isNotSent(String name) {
    assertThat(problem(post(Map.of(name, "1"), new CredentialRef.None())))
        .startsWith("header name:");
    assertThat(server.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-LENGTH",
        "Authorization",
        "Transfer-Encoding",
        "Connection",
        "User-Agent",
        "accept-encoding"
      })
  void headerOfTheTransport_isNotSent(String name) {
    assertThat(problem(post(Map.of(name, "1"), new CredentialRef.None())))
        .startsWith("header " + name + ":");
    assertThat(server.connections()).isZero();
  }

  @Test
  void secret_thatCouldEndItsLine_isNotSent() {
    Credentials careless =
        new Credentials() {
          @Override
          public Resolved resolve(CredentialRef ref) {
            return new Resolved.Secret("s3cret\r\nEvil: 1");
          }

          @Override
          public @Nullable String problem(CredentialRef ref) {
            return null;
          }
        };
    try (var transport = new NettyTransport(TransportSettings.standard("1"), careless, _ -> 1)) {
      CompletableFuture<HttpReply> reply = new CompletableFuture<>();
      transport.send(Client.post(server), reply::complete);

      assertThat(problem(Client.await(reply))).startsWith("credential:").doesNotContain("s3cret");
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "POST / HTTP/1.1\r\nX: y\r\n\r\nPOST", "get"})
  void otherMethod_isNotSent(String method) {
    HttpReply reply = client.call(call(method, "/", Map.of(), "", new CredentialRef.None()));

    assertThat(problem(reply)).startsWith("method:");
    assertThat(server.connections()).isZero();
  }

  @Test
  void callThatCannotBePrepared_stillHasItsReply() {
    try (var broken =
        new NettyTransport(
            TransportSettings.standard("1"),
            new LocalCredentials(Map.<String, String>of()::get, System::nanoTime),
            vendor -> {
              throw new IllegalStateException("no such vendor: " + vendor);
            })) {
      CompletableFuture<HttpReply> reply = new CompletableFuture<>();
      broken.send(Client.post(server), reply::complete);

      assertThat(problem(Client.await(reply))).isEqualTo("not prepared: IllegalStateException");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void pathBeyondAscii_isEscaped() {
    client.call(call("POST", "/ñ?q=é", Map.of(), "{}", new CredentialRef.None()));

    assertThat(server.requests().getFirst()).startsWith("POST /%C3%B1?q=%C3%A9 HTTP/1.1\r\n");
  }

  @Test
  void printedCall_namesOnlyTheHost() {
    HttpCall call =
        call("POST", "/to/+5215512345678", Map.of(), "{}", new CredentialRef.Env("TOKEN"));

    assertThat(call.toString()).doesNotContain("5215512345678", "s3cret");
  }
}
