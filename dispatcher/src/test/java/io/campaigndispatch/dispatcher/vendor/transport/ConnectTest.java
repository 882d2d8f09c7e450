package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What fails before the write began was not sent; each call connects at most once. */
class ConnectTest {
  private static final byte[] BODY = "{}".getBytes(UTF_8);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final TransportSettings IMPATIENT = Client.waiting(SHORT, Duration.ofSeconds(30));

  private static void assertNotConnected(HttpReply reply, String detail) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            NotSent.class,
            notSent -> {
              assertThat(notSent.cause()).isEqualTo(NotSent.Cause.CONNECT);
              assertThat(notSent.detail()).contains(detail);
            });
  }

  @Test
  void refused_isNotSent() throws IOException {
    int port;
    try (var gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    try (var client = Client.standard()) {
      String url = "http://127.0.0.1:" + port + "/";
      assertNotConnected(client.call(Client.post(url, BODY, Client.LONG)), "refused");
    }
  }

  @Test
  void unknownName_isNotSent() throws IOException {
    HostLookup nobody =
        host -> {
          throw new UnknownHostException(host);
        };
    try (var client = new Client(IMPATIENT, 1, nobody)) {
      var call = Client.post("http://vendor.test/", BODY, Client.LONG);
      assertNotConnected(client.call(call), "no address found for vendor.test");
      assertNotConnected(client.call(call), "no address found for vendor.test");
    }
  }

  @Test
  void connectTimeout_isNotSent() throws IOException {
    List<Socket> queued = new ArrayList<>();
    try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var client = new Client(IMPATIENT, 1, InetAddress::getAllByName)) {
      fillQueue(full, queued);
      String url = "http://127.0.0.1:" + full.getLocalPort() + "/";
      assertNotConnected(
          client.call(Client.post(url, BODY, Client.LONG)), "not connected within 300 ms");
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  /** Nobody accepts: once the queue is full, further connects get no answer. */
  private static void fillQueue(ServerSocket server, List<Socket> queued) throws IOException {
    for (int i = 0; i < 16; i++) {
      Socket socket = new Socket();
      queued.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new IllegalStateException("the queue of connects has no end here");
  }

  @Test
  void slowLookup_isNotSentAndHoldsUpNoOther() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    HostLookup slow =
        host -> {
          if (host.equals("slow.test")) {
            awaitQuietly(end);
          }
          return InetAddress.getAllByName("127.0.0.1");
        };
    try (var server = ScriptedServer.answering(OK);
        var client = new Client(IMPATIENT, 1, slow)) {
      String port = ":" + server.port() + "/";
      var late = client.start(Client.post("http://slow.test" + port, BODY, Client.LONG));
      HttpReply other = client.call(Client.post("http://quick.test" + port, BODY, Client.LONG));

      assertThat(other).isInstanceOf(Answered.class);
      assertNotConnected(Client.await(late), "not connected within 300 ms");
      end.countDown();
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var _ = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void deadAddress_failsOneCallAndTheNextCallTakesAnother() throws IOException {
    AtomicInteger lookups = new AtomicInteger();
    HostLookup two =
        _ -> {
          lookups.incrementAndGet();
          return new InetAddress[] {
            InetAddress.getByName("127.0.0.9"), InetAddress.getByName("127.0.0.1")
          };
        };
    try (var server = ScriptedServer.answering(OK);
        var client = new Client(IMPATIENT, 4, two)) {
      var call = Client.post("http://two.test:" + server.port() + "/", BODY, Client.LONG);

      assertNotConnected(client.call(call), "refused");
      assertThat(server.connections()).isZero();
      assertThat(client.call(call)).isInstanceOf(Answered.class);
      assertThat(lookups).hasValue(1);
    }
  }

  @Test
  void addressThatCannotBeCalled_isNotSent() throws IOException {
    try (var client = Client.standard()) {
      for (String url : List.of("ftp://vendor.test/", "http://user:pw@vendor.test/", "/path")) {
        assertThat(client.call(Client.post(url, BODY, Client.LONG)))
            .isInstanceOfSatisfying(
                NotSent.class,
                notSent -> {
                  assertThat(notSent.cause()).as("no vendor's fault").isEqualTo(NotSent.Cause.OURS);
                  assertThat(notSent.detail()).contains("address:");
                });
      }
    }
  }
}
