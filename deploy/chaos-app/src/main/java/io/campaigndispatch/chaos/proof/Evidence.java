package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.model.outcome.Source;
import java.time.Instant;
import java.util.List;

/**
 * What was published, and what everybody says became of it.
 *
 * @param told outcomes, read committed
 * @param deadLetters where each record entered, once per dead letter
 * @param seen the vendors' ledger
 * @param awakenings moments at which a dispatcher woke that had been suspended past its session
 * @param unaccounted what the dispatchers themselves cannot account for
 */
public record Evidence(
    List<Published> published,
    List<Told> told,
    List<Source> deadLetters,
    List<Seen> seen,
    List<Disruption> disruptions,
    List<Instant> awakenings,
    long unaccounted) {

  public Evidence {
    published = List.copyOf(published);
    told = List.copyOf(told);
    deadLetters = List.copyOf(deadLetters);
    seen = List.copyOf(seen);
    disruptions = List.copyOf(disruptions);
    awakenings = List.copyOf(awakenings);
  }
}
