package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was decided and is not yet in Kafka, and the counts of everything that is. */
final class Results {

  /** A broker that fails is replaced within it; no longer may calls be made that nothing shows. */
  static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(10).toNanos();

  private final int maxUnwritten;
  private final CampaignTallies campaigns;
  private final List<Effect> effects;
  private final Map<String, Tally.Counter> tallies = new HashMap<>();
  private int unwritten;
  private long nowNanos;

  /** When Kafka took results last, or when there were none that waited. */
  private long takenNanos;

  private long unknownFields;
  private long rereads;

  /**
   * @param effects where writes are put
   */
  Results(Directory directory, int maxUnwritten, CampaignTallies campaigns, List<Effect> effects) {
    this.campaigns = campaigns;
    this.maxUnwritten = maxUnwritten;
    this.effects = effects;
    tallies.put(CoreSnapshot.OTHER, new Tally.Counter());
    directory.workspaces().keySet().forEach(id -> tallies.put(id, new Tally.Counter()));
  }

  /** Workspaces that are new are counted by themselves. */
  void use(Directory directory) {
    directory.workspaces().keySet().forEach(id -> tallies.putIfAbsent(id, new Tally.Counter()));
  }

  /** Time passes. */
  void at(long nanos) {
    nowNanos = nanos;
  }

  /** Whether so much waits for Kafka, or for so long, that nothing more may start. */
  boolean isFull() {
    return unwritten >= maxUnwritten
        || (unwritten > 0 && nowNanos - takenNanos > LONGEST_WAIT_NANOS);
  }

  /** A record had fields that no rule knows. */
  void unknownFields(Decoded decoded) {
    switch (decoded) {
      case Decoded.Valid valid -> unknownFields += valid.unknownFields();
      case Decoded.Invalid _ -> {}
      case Decoded.FannedOut fannedOut -> fannedOut.entries().forEach(this::unknownFields);
    }
  }

  long unknownFields() {
    return unknownFields;
  }

  int unwritten() {
    return unwritten;
  }

  Map<String, Tally.Counter> tallies() {
    return tallies;
  }

  /** A request was read and is open. */
  void read(SendRequest request) {
    counter(request.workspaceId()).read();
    campaigns.read(request);
  }

  /** A request was read, and this closes it. */
  void read(Write.OfRequest write) {
    counter(workspaceOf(write)).read();
    if (write instanceof Write.Final(_, _, var outcome, _)) {
      campaigns.read(outcome);
    }
  }

  /** Records were read again. */
  void reread(int records) {
    rereads += records;
  }

  long rereads() {
    return rereads;
  }

  /**
   * Requests are no longer in the log.
   *
   * @param workspaceId null when that is not known
   */
  void lost(@Nullable String workspaceId, long requests) {
    counter(workspaceId).lost(requests);
  }

  /**
   * Records were deleted before they were read.
   *
   * @param records at most so many
   */
  void lostUnread(long records) {
    counter(null).lostUnread(records);
  }

  /** Something that is about a partition as a whole. */
  void publish(PartitionState partition, Write write) {
    partition.writing();
    effects.add(new Effect.Publish(write));
  }

  /** It is committed. */
  void written(PartitionState partition) {
    partition.written();
  }

  void attempted(String workspaceId, Verdict verdict) {
    counter(workspaceId).attempted(verdict);
  }

  void publish(PartitionState partition, Write.OfRequest write) {
    partition.writing();
    if (unwritten == 0) {
      takenNanos = nowNanos;
    }
    unwritten++;
    effects.add(new Effect.Publish(write));
  }

  /** It is committed. */
  void written(PartitionState partition, Write.OfRequest write) {
    unwritten--;
    takenNanos = nowNanos;
    partition.written();
    if (write.closes()) {
      if (!(write instanceof Write.Parked)) {
        counter(workspaceOf(write)).closed(write);
      }
      partition.closed(write.position());
    }
  }

  /** It will never be written: its partition is somebody else's. */
  void refused(PartitionState partition, Write write) {
    partition.written();
    if (write instanceof Write.OfRequest) {
      unwritten--;
    }
  }

  private Tally.Counter counter(@Nullable String workspaceId) {
    Tally.Counter known = workspaceId == null ? null : tallies.get(workspaceId);
    return known != null
        ? known
        : tallies.computeIfAbsent(CoreSnapshot.OTHER, _ -> new Tally.Counter());
  }

  private static @Nullable String workspaceOf(Write.OfRequest write) {
    return switch (write) {
      case Write.Final(_, _, var outcome, _) -> outcome.workspaceId();
      case Write.Retrying(_, _, var outcome, _) -> outcome.workspaceId();
      case Write.Parked(_, _, var outcome, _) -> outcome.workspaceId();
      case Write.Moved(_, _, _, var workspaceId, _, _) -> workspaceId;
      case Write.Unreadable _ -> null;
    };
  }
}
