package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Closing gives every call the reply it is still owed, and only one. */
class CloseTest {

  @Test
  void callUnderWay_isLost() throws IOException {
    try (var server =
            ScriptedServer.start(
                wire -> {
                  wire.read();
                  wire.awaitEnd();
                });
        var client = Client.standard()) {
      var reply = client.start(Client.post(server));
      await().until(() -> !server.requests().isEmpty());
      client.close();

      assertThat(reply).isCompletedWithValueMatching(Lost.class::isInstance);
      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void callStillConnecting_isNotSent() {
    CountDownLatch end = new CountDownLatch(1);
    HostLookup hanging =
        _ -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return InetAddress.getAllByName("127.0.0.1");
        };
    try (var client = new Client(TransportSettings.standard("1"), 4, hanging)) {
      var reply = client.start(Client.post("http://a.test/", "{}".getBytes(UTF_8), Client.LONG));
      client.close();

      assertThat(reply).isCompletedWithValue(Pool.CLOSED);
    } finally {
      end.countDown();
    }
  }

  @Test
  void callAfterClose_isNotSent() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.standard()) {
      client.call(server);
      client.close();

      assertThat(client.call(server)).isInstanceOf(NotSent.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void closeWithinAListener_returns() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.standard()) {
      CompletableFuture<HttpReply> closed = new CompletableFuture<>();
      client.transport.send(
          Client.post(server),
          reply -> {
            client.close();
            closed.complete(reply);
          });

      assertThat(Client.await(closed)).isInstanceOf(HttpReply.Answered.class);
    }
  }
}
