package io.campaigndispatch.dispatcher.app;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up once the worker knows what the control topics say, is in its group and reads every partition
 * it was given; not while its core hangs.
 *
 * <p>That is no matter of liveness: a core can also be long at work on very many open requests with
 * too little CPU, or wait for a log that nobody takes its lines from. A restart would make it begin
 * again, and end what is under way as uncertain. DispatcherCoreSilent calls a person.
 */
@Component("reading")
class ReadingHealth implements HealthIndicator {

  /** Snapshots are a quarter of a second apart, two seconds with very many workspaces. */
  private static final Duration HANGS = Duration.ofSeconds(30);

  private final Worker worker;

  ReadingHealth(Worker worker) {
    this.worker = worker;
  }

  @Override
  public Health health() {
    boolean loaded = worker.control().isLoaded();
    boolean hangs = worker.coreSilence().compareTo(HANGS) > 0;
    return (loaded && worker.isReading() && !hangs ? Health.up() : Health.outOfService())
        .withDetail("controlTopics", loaded ? "loaded" : "loading")
        .withDetail("core", hangs ? "hangs" : "turns")
        .withDetail("partitions", worker.snapshot().partitions())
        .build();
  }
}
