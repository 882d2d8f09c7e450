package io.campaigndispatch.dispatcher.app;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up once the worker knows what the control topics say, is in its group and reads every partition
 * it was given.
 */
@Component("reading")
class ReadingHealth implements HealthIndicator {

  private final Worker worker;

  ReadingHealth(Worker worker) {
    this.worker = worker;
  }

  @Override
  public Health health() {
    boolean loaded = worker.control().isLoaded();
    return (loaded && worker.isReading() ? Health.up() : Health.outOfService())
        .withDetail("controlTopics", loaded ? "loaded" : "loading")
        .withDetail("partitions", worker.snapshot().partitions())
        .build();
  }
}
