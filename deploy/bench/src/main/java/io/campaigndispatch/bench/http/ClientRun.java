package io.campaigndispatch.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One client's process: one thread starts calls, as the dispatcher's core does, and keeps so many
 * going at all times, first to warm up, then to measure. It says {@code result requests failures
 * cpuNanos wallNanos}.
 */
public final class ClientRun {
  public static final String COMMAND = "http-client";

  /** Of the size of a Plazbot request with a handful of variables. */
  private static final byte[] BODY =
      ("{\"workspaceId\":\"acme\",\"text\":\"" + "x".repeat(344) + "\"}").getBytes(US_ASCII);

  private final Poster poster;
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Semaphore permits;

  private ClientRun(Poster poster, int connections) {
    this.poster = poster;
    this.permits = new Semaphore(connections);
  }

  static List<String> command(
      Posters client, URI uri, int connections, Duration warmUp, Duration measured) {
    return List.of(
        COMMAND,
        client.name(),
        uri.toString(),
        String.valueOf(connections),
        String.valueOf(warmUp.toMillis()),
        String.valueOf(measured.toMillis()));
  }

  public static void main(List<String> args) throws InterruptedException {
    if (BODY.length != 376) {
      throw new IllegalStateException("body: expected 376 bytes, made " + BODY.length);
    }
    int connections = Integer.parseInt(args.get(2));
    URI uri = URI.create(args.get(1)).resolve("/api/conversation");
    var run =
        new ClientRun(Posters.valueOf(args.getFirst()).create(uri, BODY, connections), connections);
    run.measure(Long.parseLong(args.get(3)), Long.parseLong(args.get(4)));
    System.exit(0);
  }

  private void measure(long warmUpMillis, long measuredMillis) throws InterruptedException {
    Thread.ofPlatform().daemon().name("caller").start(this::callOn);
    TimeUnit.MILLISECONDS.sleep(warmUpMillis);
    long requests = answered.sum();
    long failures = failed.sum();
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(measuredMillis);
    System.out.println(
        "result %d %d %d %d"
            .formatted(
                answered.sum() - requests,
                failed.sum() - failures,
                cpuNanos() - cpu,
                System.nanoTime() - wall));
  }

  private void callOn() {
    while (true) {
      permits.acquireUninterruptibly();
      poster.post(
          good -> {
            (good ? answered : failed).increment();
            permits.release();
          });
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
