package io.campaigndispatch.dispatcher.core;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What follows once writes are committed, or refused because their partition is somebody else's.
 * Owned by the core thread.
 */
final class Acknowledgements {

  private final Map<Integer, PartitionState> partitions;
  private final Assignments assignments;
  private final Results results;
  private final Calls calls;
  private final Markers markers;
  private final Retries retries;
  private final Delays delays;
  private final CampaignControl campaigns;

  /**
   * @param partitions those that are ours, by number; only looked at
   */
  Acknowledgements(
      Map<Integer, PartitionState> partitions,
      Assignments assignments,
      Results results,
      Calls calls,
      Markers markers,
      Retries retries,
      Delays delays,
      CampaignControl campaigns) {
    this.partitions = partitions;
    this.assignments = assignments;
    this.results = results;
    this.calls = calls;
    this.markers = markers;
    this.retries = retries;
    this.delays = delays;
    this.campaigns = campaigns;
  }

  /** A transaction is committed. */
  void written(CoreEvent.Written written, Now now) {
    written
        .journalEnds()
        .forEach(
            (number, end) -> {
              PartitionState partition = partitions.get(number);
              if (partition != null) {
                partition.journalWritten(end);
              }
            });
    Set<PartitionState> touched = new LinkedHashSet<>();
    for (Write write : written.writes()) {
      PartitionState partition = partitions.get(write.partition());
      if (partition == null) {
        throw new IllegalStateException("a partition stays until its writes are through");
      }
      written(partition, write, written, now);
      touched.add(partition);
    }
    touched.forEach(partition -> assignments.releaseIfAtRest(partition, now));
  }

  private void written(PartitionState partition, Write write, CoreEvent.Written written, Now now) {
    switch (write) {
      case Write.OfRequest request -> {
        results.written(partition, request);
        switch (request) {
          case Write.Retrying retrying -> {
            partition.known().notStarted(retrying.position());
            retries.written(partition, retrying);
          }
          case Write.Parked parked ->
              delays.parked(partition, parked, written.placeOf(parked), now);
          case Write.Final(_, _, var outcome, _) -> campaigns.finished(outcome, now);
          case Write.Moved _, Write.Unreadable _ -> {
            // They are closed.
          }
        }
      }
      case Write.Started started -> {
        results.written(partition);
        markers.written(partition, started, now);
      }
      case Write.Unstarted unstarted -> {
        results.written(partition);
        markers.written(partition, unstarted);
      }
      case Write.Returned returned -> {
        results.written(partition);
        delays.written(partition, returned, written.placeOf(returned));
      }
      case Write.Kept kept -> {
        results.written(partition);
        delays.written(partition, kept, written.placeOf(kept), now);
      }
      case Write.Owned _ -> {
        results.written(partition);
        partition.own();
      }
      case Write.Called(_, var messages) -> {
        results.written(partition);
        calls.journaled(partition, messages);
      }
      case Write.Snapshot _ -> results.written(partition);
      case Write.Released _ -> {
        results.written(partition);
        if (!partition.isLost()) {
          assignments.gone(partition, partition.resume());
        }
      }
    }
  }

  /** Writes about a partition that was lost before it was ours: none will be committed. */
  void refused(CoreEvent.OwnershipRefused refused, Now now) {
    PartitionState partition = partitions.get(refused.partition());
    if (partition == null || !partition.isLost()) {
      throw new IllegalStateException(
          "a partition that is lost stays until its writes are through");
    }
    for (Write write : refused.writes()) {
      results.refused(partition, write);
      if (write instanceof Write.Returned returned) {
        delays.through(returned.raw());
      } else if (write instanceof Write.Kept kept) {
        delays.through(kept.raw());
      }
    }
    assignments.releaseIfAtRest(partition, now);
  }
}
