package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.model.send.Priority;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of the core at one moment; immutable.
 *
 * @param at when that was
 * @param workspaces every configured one, and {@link #OTHER} for what belongs to none
 * @param inFlight calls by vendor id
 * @param openBreakers ids of vendors that are not called, or by one call at a time that tries
 * @param openRequests read and not closed
 * @param unaccounted read + taken over with a partition − closed − open − given up with their
 *     partition; anything but 0 is a defect
 * @param unwritten results that wait for Kafka
 * @param rereads records that were read again because memory had let go of them
 * @param unknownFields of requests read, which no rule knows and which were ignored
 * @param oldestOpen by partition, its lowest open offset; not those where nothing is open
 * @param campaigns those that something happened to last
 * @param holds what is held: by operators of the whole fleet, by verdicts of the workspaces here
 */
public record CoreSnapshot(
    Instant at,
    Map<String, WorkspaceView> workspaces,
    Map<String, Integer> inFlight,
    Set<String> openBreakers,
    long openRequests,
    long unaccounted,
    int unwritten,
    long rereads,
    long unknownFields,
    int partitions,
    Map<Integer, Long> oldestOpen,
    List<Hold> holds,
    List<CampaignTally> campaigns) {

  /** Stands for workspaces that are not configured and records without one. */
  public static final String OTHER = "other";

  /** Why something may be held, in words that name a metric's label. */
  public static final List<String> HOLD_REASONS =
      Arrays.stream(io.campaigndispatch.dispatcher.flow.Hold.Reason.values())
          .map(Enum::name)
          .toList();

  private static final long[] NOTHING = new long[Priority.values().length];

  public static final CoreSnapshot EMPTY =
      new CoreSnapshot(
          Instant.EPOCH,
          Map.of(),
          Map.of(),
          Set.of(),
          0,
          0,
          0,
          0,
          0,
          0,
          Map.of(),
          List.of(),
          List.of());

  public CoreSnapshot {
    workspaces = Map.copyOf(workspaces);
    inFlight = Map.copyOf(inFlight);
    openBreakers = Set.copyOf(openBreakers);
    oldestOpen = Map.copyOf(oldestOpen);
    holds = List.copyOf(holds);
    campaigns = List.copyOf(campaigns);
  }

  /**
   * Something that is not sent for now.
   *
   * @param name of the campaign or template; null for a workspace
   * @param reason one of a few words
   * @param detail the vendor's code; empty when no verdict holds it
   * @param until when one call is let through to see whether it is over; null: until it is released
   */
  public record Hold(
      Scope scope,
      String workspaceId,
      @Nullable String name,
      String reason,
      String detail,
      Instant since,
      @Nullable Instant until) {

    /** What is held. */
    public enum Scope {
      WORKSPACE,
      CAMPAIGN,
      TEMPLATE
    }
  }

  /**
   * One workspace.
   *
   * @param backlog all that wait, those included that wait for their time
   * @param notDue how many of them wait for their time
   * @param admissible how many of them a worker with room for them would send now
   * @param nextSendAt when the next of those that wait may be sent, as far as that can be told
   * @param oldestOpenAt since when the oldest waits that is due
   * @param effectivePerSecond what it may send while its vendor slows it down; null when it is not
   *     served here
   * @param heldFor the reasons for which it, a campaign or a template of it is held
   */
  public record WorkspaceView(
      Tally tally,
      Map<Priority, Long> backlog,
      long notDue,
      long admissible,
      int inFlight,
      WaitReason waitReason,
      @Nullable Instant nextSendAt,
      @Nullable Instant oldestOpenAt,
      @Nullable Double effectivePerSecond,
      Set<String> heldFor) {
    public WorkspaceView {
      backlog = Map.copyOf(backlog);
      heldFor = Set.copyOf(heldFor);
    }
  }

  /** Requests that came and went with partitions that are no longer ours. */
  record Account(long takenOver, long handedOver) {}

  /**
   * @param kafkaBlocks nothing starts: Kafka takes no results, or does not say what is ours
   */
  static CoreSnapshot of(
      Map<String, Lane> lanes,
      Collection<PartitionState> partitions,
      Results results,
      boolean kafkaBlocks,
      Holds holds,
      CampaignTallies campaigns,
      Account account,
      Now now) {
    Map<String, WorkspaceQueue> queues = new HashMap<>();
    Map<Integer, Long> oldestOpen = new HashMap<>();
    long open = 0;
    long takenOver = account.takenOver();
    for (PartitionState partition : partitions) {
      partition.queues().forEach(queue -> queues.put(queue.workspace().id(), queue));
      open += partition.open();
      if (partition.offsets().lowest() < partition.offsets().frontier()) {
        oldestOpen.put(partition.partition(), partition.offsets().lowest());
      }
      takenOver += partition.takenOver();
    }
    Map<String, long[]> notDue = notDue(partitions, results.tallies().keySet());
    List<Hold> held = holds.view();
    Map<String, Set<String>> heldFor = new HashMap<>();
    held.forEach(
        hold ->
            heldFor.computeIfAbsent(hold.workspaceId(), _ -> new HashSet<>()).add(hold.reason()));
    Map<String, WorkspaceView> workspaces = new HashMap<>();
    long read = 0;
    long closed = 0;
    for (var entry : results.tallies().entrySet()) {
      String id = entry.getKey();
      Tally tally = entry.getValue().tally();
      read += tally.read();
      closed += tally.allClosed();
      Part part =
          new Part(
              queues.get(id), notDue.getOrDefault(id, NOTHING), heldFor.getOrDefault(id, Set.of()));
      workspaces.put(id, view(tally, part, kafkaBlocks, now));
    }
    Map<String, Integer> inFlight = new HashMap<>();
    Set<String> openBreakers = new HashSet<>();
    lanes.forEach(
        (vendor, lane) -> {
          inFlight.put(vendor, lane.inFlight());
          if (!lane.breaker().isClosed()) {
            openBreakers.add(vendor);
          }
        });
    return new CoreSnapshot(
        now.instant(),
        workspaces,
        inFlight,
        openBreakers,
        open,
        read + takenOver - closed - open - account.handedOver(),
        results.unwritten(),
        results.rereads(),
        results.unknownFields(),
        partitions.size(),
        oldestOpen,
        held,
        campaigns.view(now));
  }

  /**
   * What there is of one workspace.
   *
   * @param notDue requests that wait for their time, by priority
   */
  private record Part(@Nullable WorkspaceQueue queue, long[] notDue, Set<String> heldFor) {}

  /** Requests that wait in the delay topic; of workspaces that are not counted, under OTHER. */
  private static Map<String, long[]> notDue(
      Collection<PartitionState> partitions, Set<String> counted) {
    Map<String, long[]> notDue = new HashMap<>();
    for (PartitionState partition : partitions) {
      DelayedLog delayed = partition.delayed();
      // What returned since an earlier owner's last snapshot is counted until the log is empty.
      if (!partition.isEnding() && delayed.count() > 0) {
        for (String id : delayed.workspaces()) {
          long[] counts =
              notDue.computeIfAbsent(
                  counted.contains(id) ? id : OTHER, _ -> new long[Priority.values().length]);
          for (Priority priority : Priority.values()) {
            counts[priority.ordinal()] += delayed.waiting(id, priority);
          }
        }
      }
    }
    return notDue;
  }

  private static WorkspaceView view(Tally tally, Part part, boolean kafkaBlocks, Now now) {
    WorkspaceQueue queue = part.queue();
    Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      long waiting = queue == null ? 0 : queue.waiting(priority);
      backlog.put(priority, waiting + part.notDue()[priority.ordinal()]);
    }
    long notDue = LongStream.of(part.notDue()).sum();
    Waiting waiting = Waiting.of(queue, notDue, kafkaBlocks, now);
    return new WorkspaceView(
        tally,
        backlog,
        notDue,
        waiting.admissible(),
        queue == null ? 0 : queue.inFlight(),
        waiting.reason(),
        waiting.nextSendAt(),
        waiting.oldestAt(),
        queue == null ? null : queue.throttle().effectivePerSecond(),
        part.heldFor());
  }
}
