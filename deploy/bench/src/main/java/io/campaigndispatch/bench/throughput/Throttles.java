package io.campaigndispatch.bench.throughput;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The throttles of those workspaces that have one. */
public record Throttles(Map<String, Throttle> byWorkspace) {

  public Throttles {
    byWorkspace = Map.copyOf(byWorkspace);
  }

  /**
   * @param perSecond messages earned a second, at least 1
   * @param burst messages that may go at once, at least 1
   */
  public record Throttle(long perSecond, long burst) {
    public Throttle {
      if (perSecond < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "expected at least 1, received " + perSecond + ":" + burst);
      }
    }
  }

  public boolean none() {
    return byWorkspace.isEmpty();
  }

  /** A bucket as a peer's user would build it; nothing for a workspace without a throttle. */
  Optional<Bucket> bucket(String workspace) {
    return Optional.ofNullable(byWorkspace.get(workspace))
        .map(
            throttle ->
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(throttle.burst())
                                .refillGreedy(throttle.perSecond(), Duration.ofSeconds(1)))
                    .build());
  }

  /** {@code workspace=perSecond:burst,…}: an argument for a peer's process. */
  String text() {
    return byWorkspace.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue().perSecond() + ":" + e.getValue().burst())
        .sorted()
        .collect(joining(","));
  }

  static Throttles parse(String text) {
    return new Throttles(
        Stream.of(text.split(",", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> part.split("[=:]", 3))
            .collect(
                toMap(
                    part -> part[0],
                    part -> new Throttle(Long.parseLong(part[1]), Long.parseLong(part[2])))));
  }
}
