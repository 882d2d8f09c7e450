package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Replies that are read whole, in every form that HTTP/1 allows. */
class ReplyTest {
  @AutoClose private final Client client = Client.standard();

  private Answered answer(ScriptedServer server) throws IOException {
    HttpReply reply = client.call(server);
    assertThat(reply).isInstanceOf(Answered.class);
    return (Answered) reply;
  }

  private static String text(Answered answered) {
    return new String(answered.body(), StandardCharsets.UTF_8);
  }

  @Test
  void reply_withLength_isAnswered() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 422 Nope\r\nX-Trace: a\r\nx-trace: b\r\nContent-Length: 3\r\n\r\nbad")) {
      Answered answered = answer(server);

      assertThat(answered.status()).isEqualTo(422);
      assertThat(text(answered)).isEqualTo("bad");
      assertThat(answered.header("X-Trace")).as("first of each name").isEqualTo("a");
      assertThat(answered.headers()).containsKey("x-trace");
      assertThat(answered.truncated()).isFalse();
    }
  }

  @Test
  void reply_chunked_isPutTogether() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: 1\r\n\r\n")) {
      assertThat(text(answer(server))).isEqualTo("abcdefg");
      assertThat(text(answer(server))).isEqualTo("abcdefg");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void reply_inManyPieces_isPutTogether() throws IOException {
    try (var server =
        ScriptedServer.start(
            wire -> {
              wire.read();
              for (char c : OK.toCharArray()) {
                wire.send(String.valueOf(c));
              }
              wire.awaitEnd();
            })) {
      assertThat(text(answer(server))).isEqualTo("ok");
    }
  }

  @Test
  void reply_withoutLength_endsWithTheConnection() throws IOException {
    try (var server =
        ScriptedServer.start(
            wire -> {
              wire.read();
              wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            })) {
      assertThat(text(answer(server))).isEqualTo("until the end");
    }
  }

  @Test
  void reply_http10_isAnsweredAndTheConnectionIsClosed() throws IOException {
    try (var server = ScriptedServer.answering("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      assertThat(text(answer(server))).isEqualTo("ok");
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void reply_connectionClose_isHonoured() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")) {
      answer(server);
      assertThat(server.clientClosed()).isTrue();
      answer(server);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void reply_noContent_hasAnEmptyBodyAndKeepsTheConnection() throws IOException {
    try (var server = ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(answer(server).body()).isEmpty();
      assertThat(answer(server).status()).isEqualTo(204);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void interimReplies_areNotTheReply() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK)) {
      assertThat(answer(server).status()).isEqualTo(200);
      assertThat(text(answer(server))).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void redirect_isAnAnswerAndNotFollowed() throws IOException {
    try (var target = ScriptedServer.answering(OK);
        var server =
            ScriptedServer.answering(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                    .formatted(target.port()))) {
      assertThat(answer(server).status()).isEqualTo(307);
      assertThat(server.requests()).hasSize(1);
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void serverErrors_areAnsweredAndNotRepeated() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(answer(server).status()).isEqualTo(503);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void reply_beforeTheRequestIsWritten_isAnsweredAndTheConnectionIsClosed() throws IOException {
    CompletableFuture<HttpReply> replied = new CompletableFuture<>();
    try (var server =
        ScriptedServer.start(
            wire -> {
              wire.readHead();
              wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
              // Read no further before that: a body that was taken whole would leave nothing to
              // end.
              replied.join();
              wire.awaitEnd();
            })) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      HttpReply reply = client.call(Client.post(url, new byte[32 << 20], Client.LONG));
      replied.complete(reply);

      assertThat(reply)
          .isInstanceOfSatisfying(Answered.class, a -> assertThat(a.status()).isEqualTo(413));
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void bytesBehindAReply_areNotTakenForTheNext() throws IOException {
    try (var server = ScriptedServer.answering(OK + "left")) {
      assertThat(text(answer(server))).isEqualTo("ok");
      assertThat(text(answer(server))).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aSecondReplyBehindTheFirst_isNotTakenForTheNext() throws IOException {
    try (var server =
        ScriptedServer.answering(OK + "HTTP/1.1 500 Stray\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(answer(server).status()).isEqualTo(200);
      assertThat(answer(server).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void body_beyondTheBound_isCutAndTheConnectionClosed() throws IOException {
    String body = "x".repeat((1 << 20) + 1);
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
      Answered answered = answer(server);

      assertThat(answered.truncated()).isTrue();
      assertThat(answered.body()).hasSize(1 << 20);
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void body_ofExactlyTheBound_isWhole() throws IOException {
    String body = "x".repeat(1 << 20);
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
      Answered answered = answer(server);

      assertThat(answered.truncated()).isFalse();
      assertThat(answered.body()).hasSize(1 << 20);
    }
  }
}
