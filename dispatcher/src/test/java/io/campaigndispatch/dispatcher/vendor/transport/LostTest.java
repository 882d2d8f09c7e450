package io.campaigndispatch.dispatcher.vendor.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Once the write began, whatever keeps the reply away makes the call lost, and never repeated. */
class LostTest {
  private static final Duration SHORT = Duration.ofMillis(250);

  @AutoClose private final Client client = Client.standard();

  private void assertLost(Lost.Cause cause, Script script) throws IOException {
    try (var server = ScriptedServer.start(script)) {
      String url = "http://127.0.0.1:" + server.port() + "/send";
      HttpReply reply = client.call(Client.post(url, new byte[] {'1'}, Duration.ofSeconds(3)));

      assertThat(reply)
          .isInstanceOfSatisfying(Lost.class, lost -> assertThat(lost.cause()).isEqualTo(cause));
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void close_withoutReply_isReset() throws IOException {
    assertLost(Lost.Cause.RESET, wire -> wire.read());
  }

  @Test
  void reset_withoutReply_isReset() throws IOException {
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.reset();
        });
  }

  @Test
  void close_withinTheHead_isReset() throws IOException {
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nContent-Le");
        });
  }

  @Test
  void close_withinTheBody_isReset() throws IOException {
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        });
  }

  @Test
  void close_withinAChunk_isReset() throws IOException {
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
        });
  }

  @Test
  void close_afterAnInterimReply_isReset() throws IOException {
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 100 Continue\r\n\r\n");
        });
  }

  @Test
  void reset_withinABodyWithoutLength_isReset() throws IOException {
    CountDownLatch seen = new CountDownLatch(1);
    assertLost(
        Lost.Cause.RESET,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\n\r\nhalf");
          // The client must have read the first part before the reset overtakes it.
          awaitQuietly(seen, 200);
          wire.reset();
        });
  }

  @Test
  void bytesThatAreNotHttp_areGarbage() throws IOException {
    assertLost(
        Lost.Cause.GARBAGE,
        wire -> {
          wire.read();
          wire.send("\u0000\u0001 SSH-2.0");
          wire.awaitEnd();
        });
  }

  @Test
  void aStatusLineThatIsNotHttp_isGarbage() throws IOException {
    assertLost(
        Lost.Cause.GARBAGE,
        wire -> {
          wire.read();
          wire.send("Hello there, wrong port\r\n\r\n");
          wire.awaitEnd();
        });
  }

  @Test
  void aHeadBeyondTheBound_isGarbage() throws IOException {
    assertLost(
        Lost.Cause.GARBAGE,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
          wire.awaitEnd();
        });
  }

  @Test
  void contradictoryLengths_areGarbage() throws IOException {
    assertLost(
        Lost.Cause.GARBAGE,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!");
          wire.awaitEnd();
        });
  }

  @Test
  void aBrokenChunk_isGarbage() throws IOException {
    assertLost(
        Lost.Cause.GARBAGE,
        wire -> {
          wire.read();
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n");
          wire.awaitEnd();
        });
  }

  @Test
  void silence_beyondTheResponseTimeout_isTimeoutAndTheConnectionIsClosed() throws IOException {
    try (var server =
        ScriptedServer.start(
            wire -> {
              wire.read();
              wire.awaitEnd();
            })) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      HttpReply reply = client.call(Client.post(url, new byte[] {'1'}, SHORT));

      assertThat(reply)
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Lost.Cause.TIMEOUT));
      assertThat(server.clientClosed()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aReplyThatTrickles_mustBeWholeWithinTheResponseTimeout() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (var server =
        ScriptedServer.start(
            wire -> {
              wire.read();
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
              while (true) {
                wire.send("x");
                awaitQuietly(never, 20);
              }
            })) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      HttpReply reply = client.call(Client.post(url, new byte[] {'1'}, SHORT));

      assertThat(reply)
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Lost.Cause.TIMEOUT));
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void aRequestThatIsNeverRead_isTimeout() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (var server = ScriptedServer.start(_ -> awaitQuietly(end, 10_000))) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      HttpReply reply = client.call(Client.post(url, new byte[32 << 20], SHORT));

      assertThat(reply)
          .isInstanceOfSatisfying(
              Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Lost.Cause.TIMEOUT));
    } finally {
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      var _ = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
