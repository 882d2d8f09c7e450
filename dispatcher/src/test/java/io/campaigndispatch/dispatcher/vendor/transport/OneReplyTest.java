package io.campaigndispatch.dispatcher.vendor.transport;

import static io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.transport.ScriptedServer.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Thousands of calls against a server that misbehaves at random: each gets exactly one reply, and
 * the reply agrees with what the server saw.
 */
class OneReplyTest {
  private static final int CALLS = 3_000;
  private static final int AT_ONCE = 48;
  private static final long SEED = 20_261_120;

  private final Random random = new Random(SEED);
  private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();

  private synchronized int roll() {
    return random.nextInt(20);
  }

  /** Answers mostly; now and then resets, closes, babbles, or says nothing. */
  private void misbehave(Wire wire) throws IOException {
    String request = wire.read();
    while (request != null) {
      String id = request.substring(request.indexOf("\r\n\r\n") + 4);
      seen.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet();
      switch (roll()) {
        case 0 -> {
          wire.reset();
          return;
        }
        case 1 -> {
          return;
        }
        case 2 -> {
          wire.send("not http at all\r\n");
          return;
        }
        case 3 -> {
          wire.awaitEnd();
          return;
        }
        case 4 -> {
          wire.send(OK);
          return;
        }
        case 5 -> wire.send(OK + "left behind");
        case 6 -> {
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut");
          wire.reset();
          return;
        }
        default -> wire.send(OK);
      }
      request = wire.read();
    }
  }

  @Test
  void everyCall_getsOneReplyThatAgreesWithTheServer() throws IOException, InterruptedException {
    List<AtomicInteger> replies = new ArrayList<>();
    Map<String, HttpReply> last = new ConcurrentHashMap<>();
    CountDownLatch done = new CountDownLatch(CALLS);
    Semaphore permits = new Semaphore(AT_ONCE);
    try (var server = ScriptedServer.start(this::misbehave);
        var client = Client.limitedTo(AT_ONCE)) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      for (int i = 0; i < CALLS; i++) {
        String id = "call-" + i;
        AtomicInteger count = new AtomicInteger();
        replies.add(count);
        permits.acquire();
        client.transport.send(
            Client.post(url, id.getBytes(UTF_8), Duration.ofMillis(200)),
            reply -> {
              permits.release();
              count.incrementAndGet();
              last.put(id, reply);
              done.countDown();
            });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).as("all have replies, seed " + SEED).isTrue();
    }
    assertThat(replies).allSatisfy(count -> assertThat(count).hasValue(1));
    assertThat(last)
        .allSatisfy(
            (id, reply) -> {
              int times = seen.getOrDefault(id, new AtomicInteger()).get();
              switch (reply) {
                case HttpReply.Answered _ -> assertThat(times).as(id).isEqualTo(1);
                case HttpReply.NotSent _ -> assertThat(times).as(id).isZero();
                case HttpReply.Lost _ -> assertThat(times).as(id).isLessThanOrEqualTo(1);
              }
            });
    assertThat(last.values()).hasAtLeastOneElementOfType(HttpReply.Lost.class);
    assertThat(last.values()).hasAtLeastOneElementOfType(HttpReply.Answered.class);
  }
}
