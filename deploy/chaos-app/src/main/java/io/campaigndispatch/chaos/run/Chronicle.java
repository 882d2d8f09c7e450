package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.proof.Disruption;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was done to the installation and what it did by itself: a line each, as it happens. */
final class Chronicle {

  /** What a dispatcher says when it has lost, or could not let go of, what it owned. */
  private static final Set<LogEvent> LOSSES =
      EnumSet.of(
          LogEvent.PARTITIONS_LOST,
          LogEvent.PARTITION_NOT_RELEASED,
          LogEvent.OWNERSHIP_REFUSED,
          LogEvent.PUBLISHER_BROKE,
          LogEvent.RESULTS_LATE);

  private static final Pattern EVENT = Pattern.compile("\"event\":\\{\"action\":\"(\\w+)\"");
  private static final Pattern TIME = Pattern.compile("^\\{\"@timestamp\":\"([^\"]+)\"");

  /** A loss is noticed within this time. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(15);

  private final PrintStream out;
  private final List<Disruption> disruptions = new ArrayList<>();
  private final List<Instant> awakenings = new ArrayList<>();
  private long startNanos = System.nanoTime();

  Chronicle(PrintStream out) {
    this.out = out;
  }

  /** Times count from now. */
  synchronized void start() {
    startNanos = System.nanoTime();
  }

  synchronized void say(String line) {
    out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - startNanos) / 1e9, line);
    out.flush();
  }

  synchronized void add(Disruption disruption) {
    disruptions.add(disruption);
  }

  /** A dispatcher woke that had been suspended past its session. */
  synchronized void woke() {
    awakenings.add(Instant.now());
  }

  /** What is in a dispatcher's log of losses. */
  synchronized void read(int slot, Path log) throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .flatMap(line -> loss(line).stream())
          .forEach(at -> disruptions.add(Disruption.lost(slot, at.minus(NOTICED_WITHIN), at)));
    }
  }

  /** When a line tells of a loss; nothing for any other. */
  private static Optional<Instant> loss(String line) {
    Matcher event = EVENT.matcher(line);
    Matcher time = TIME.matcher(line);
    return event.find() && time.find() && LOSSES.contains(LogEvent.valueOf(event.group(1)))
        ? Optional.of(Instant.parse(time.group(1)))
        : Optional.empty();
  }

  synchronized List<Disruption> disruptions() {
    return List.copyOf(disruptions);
  }

  synchronized List<Instant> awakenings() {
    return List.copyOf(awakenings);
  }
}
