package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Connections are kept, grow with load up to the bound, and are closed before they go stale. */
class PoolTest {

  @Test
  void callsInTurn_shareOneConnection() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.standard()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.call(server)).isInstanceOf(Answered.class);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).hasSize(20);
    }
  }

  @Test
  void callsAtOnce_growThePoolToTheirNumber() throws IOException {
    CyclicBarrier all = new CyclicBarrier(16);
    try (var server =
            ScriptedServer.start(
                wire -> {
                  while (wire.read() != null) {
                    meet(all);
                    wire.send(OK);
                  }
                });
        var client = Client.limitedTo(16)) {
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<HttpReply>> replies = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          replies.add(client.start(Client.post(server)));
        }
        for (var reply : replies) {
          assertThat(Client.await(reply)).isInstanceOf(Answered.class);
        }
      }
      assertThat(server.connections()).isEqualTo(16);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void connections_areCountedByWhatTheyDo() throws IOException {
    CyclicBarrier answer = new CyclicBarrier(2);
    try (var server =
            ScriptedServer.start(
                wire -> {
                  while (wire.read() != null) {
                    meet(answer);
                    wire.send(OK);
                  }
                });
        var client = Client.standard()) {
      assertThat(client.transport.connections("vendor")).isEqualTo(new Connections(0, 0, 0));
      assertThat(client.transport.connects("vendor")).isEqualTo(new Connects(0, 0));

      var reply = client.start(Client.post(server));
      await().until(() -> client.transport.connections("vendor").inUse() == 1);
      assertThat(client.transport.connections("other")).isEqualTo(new Connections(0, 0, 0));

      meet(answer);
      assertThat(Client.await(reply)).isInstanceOf(Answered.class);
      await().until(() -> client.transport.connections("vendor").equals(new Connections(0, 0, 1)));
    }
  }

  @Test
  void connects_areCountedWithTheTimeTheyTook_reuseIsNone() throws IOException {
    try (var server =
            ScriptedServer.start(
                wire -> {
                  while (wire.read() != null) {
                    wire.send(OK);
                  }
                });
        var client = Client.standard()) {
      long before = System.nanoTime();
      assertThat(Client.await(client.start(Client.post(server)))).isInstanceOf(Answered.class);
      assertThat(Client.await(client.start(Client.post(server)))).isInstanceOf(Answered.class);

      Connects connects = client.transport.connects("vendor");
      assertThat(connects.made()).isEqualTo(1);
      assertThat(connects.nanos()).isPositive().isLessThan(System.nanoTime() - before);
      assertThat(client.transport.connects("other")).isEqualTo(new Connects(0, 0));
    }
  }

  @Test
  void connects_thatFail_areNone() throws IOException {
    int closed;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    try (var client = Client.standard()) {
      String nobody = "http://127.0.0.1:" + closed + "/";
      assertThat(Client.await(client.start(Client.post(nobody, new byte[0], Client.LONG))))
          .isInstanceOf(NotSent.class);

      assertThat(client.transport.connects("vendor")).isEqualTo(new Connects(0, 0));
    }
  }

  @Test
  void callsBeyondTheBound_areNotSent() throws IOException {
    try (var server = ScriptedServer.start(wire -> wire.awaitEnd());
        var client = Client.limitedTo(2)) {
      var first = client.start(Client.post(server));
      var second = client.start(Client.post(server));
      HttpReply third = client.call(server);

      assertThat(third)
          .isInstanceOfSatisfying(
              NotSent.class, n -> assertThat(n.detail()).contains("no connection"));
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
    }
  }

  @Test
  void aListener_mayCallAgainInTheRoomOfItsOwnCall() throws IOException {
    try (var server =
            ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var client = Client.limitedTo(1)) {
      CompletableFuture<HttpReply> again = new CompletableFuture<>();
      client.transport.send(
          Client.post(server), _ -> client.transport.send(Client.post(server), again::complete));

      assertThat(Client.await(again)).isInstanceOf(Answered.class);
    }
  }

  @Test
  void callThatShallNotBeWrittenAnyMore_isNot_andItsConnectionServesTheNext() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.limitedTo(1)) {
      CompletableFuture<HttpReply> late = new CompletableFuture<>();
      client.transport.send(Client.post(server), () -> false, late::complete);

      assertThat(Client.await(late)).isEqualTo(Pool.LATE);
      assertThat(client.call(server)).isInstanceOf(Answered.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aListenerThatFails_harmsNoOtherCall() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.limitedTo(1)) {
      CompletableFuture<HttpReply> told = new CompletableFuture<>();
      client.transport.send(
          Client.post(server),
          reply -> {
            told.complete(reply);
            throw new IllegalStateException("on purpose");
          });
      Client.await(told);

      assertThat(client.call(server)).isInstanceOf(Answered.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void vendors_shareNoConnection() throws IOException {
    try (var server = ScriptedServer.answering(OK);
        var client = Client.standard()) {
      HttpCall one = Client.post(server);
      HttpCall other =
          new HttpCall(
              "another",
              one.method(),
              one.uri(),
              one.headers(),
              one.body(),
              one.credential(),
              one.responseTimeout());
      client.call(one);
      client.call(other);

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aConnectionTheServerClosed_isNotUsedAgain() throws IOException {
    try (var server =
            ScriptedServer.start(
                wire -> {
                  wire.read();
                  wire.send(OK);
                  wire.finish();
                });
        var client = Client.standard()) {
      assertThat(client.call(server)).isInstanceOf(Answered.class);
      assertThat(server.clientClosed()).isTrue();
      assertThat(client.call(server)).isInstanceOf(Answered.class);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void anIdleConnection_isClosedAfterTheIdleTime() throws IOException {
    var settings = Client.waiting(Duration.ofSeconds(5), Duration.ofMillis(100));
    try (var server = ScriptedServer.answering(OK);
        var client = new Client(settings, 4, InetAddress::getAllByName)) {
      client.call(server);

      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void anIdleConnection_isClosedBeforeTheServerSaidItWould() throws IOException {
    try (var server =
            ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nKeep-Alive: max=5, timeout=1\r\nContent-Length: 0\r\n\r\n");
        var client = Client.standard()) {
      client.call(server);

      assertThat(server.clientClosed()).isTrue();
    }
  }

  @Test
  void bytesOnAnIdleConnection_closeIt() throws IOException {
    try (var server =
            ScriptedServer.start(
                wire -> {
                  wire.read();
                  wire.send(OK);
                  wire.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                  wire.awaitEnd();
                });
        var client = Client.standard()) {
      client.call(server);

      assertThat(server.clientClosed()).isTrue();
      assertThat(client.call(server))
          .isInstanceOfSatisfying(Answered.class, a -> assertThat(a.status()).isEqualTo(200));
    }
  }
}
