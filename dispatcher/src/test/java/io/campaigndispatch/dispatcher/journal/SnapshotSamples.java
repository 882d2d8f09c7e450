package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.Delayed;
import io.campaigndispatch.dispatcher.core.Held;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.index.Recovered.Attempted;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Ready-made snapshots, and what is in one in a form that can be compared. */
public final class SnapshotSamples {

  private SnapshotSamples() {}

  /** Nothing is open and nothing was read. */
  public static PartitionSnapshot empty(int partition) {
    return of(partition, 0, 0);
  }

  /** Nothing is open below the frontier. */
  public static PartitionSnapshot of(int partition, long frontier, long journalOffset) {
    return of(partition, frontier, journalOffset, List.of());
  }

  public static PartitionSnapshot of(
      int partition, long frontier, long journalOffset, List<Flow> flows) {
    return new PartitionSnapshot(
        partition,
        1_795_000_000_123L,
        frontier,
        journalOffset,
        flows,
        new OffsetQueue(),
        Map.of(),
        Set.of(),
        List.of(),
        List.of());
  }

  /** The same, with attempts that were started. */
  static PartitionSnapshot withStarted(
      PartitionSnapshot one, Map<Position, Recovered.Started> started) {
    return new PartitionSnapshot(
        one.partition(),
        one.takenMillis(),
        one.frontier(),
        one.journalOffset(),
        one.flows(),
        one.unadmitted(),
        one.attempted(),
        one.doneChildren(),
        one.recentIds(),
        one.levels(),
        one.hasIds(),
        started,
        one.delayed(),
        one.holds(),
        one.expiries());
  }

  public static OffsetQueue offsets(long... ascending) {
    OffsetQueue offsets = new OffsetQueue();
    for (long offset : ascending) {
      offsets.add(offset);
    }
    return offsets;
  }

  public static Flow flow(String workspaceId, long... offsets) {
    return new Flow(workspaceId, Priority.BULK, 0, offsets.length, offsets(offsets));
  }

  /** Up to so many workspaces and offsets, some runs, some alone; from 3,000,000,000 on. */
  static PartitionSnapshot random(int partition, int workspaces, int most, RandomGenerator random) {
    List<Flow> flows = new ArrayList<>();
    Map<Position, Attempted> attempted = new HashMap<>();
    Set<Position> doneChildren = new HashSet<>();
    long frontier = 3_000_000_000L;
    for (int w = 0; w < workspaces; w++) {
      OffsetQueue offsets = new OffsetQueue();
      long offset = 3_000_000_000L;
      for (int left = random.nextInt(most + 1); left > 0; left--) {
        offset += random.nextInt(4) == 0 ? 1 + random.nextInt(10 * workspaces) : 1;
        offsets.add(offset);
        if (random.nextInt(50) == 0) {
          attempted.put(
              new Position(partition, offset, random.nextInt(-1, 1_000)),
              new Attempted(random.nextInt(9), random.nextLong(1L << 50)));
          doneChildren.add(new Position(partition, offset, random.nextInt(1_000)));
        }
      }
      frontier = Math.max(frontier, offset + 1);
      Priority priority = Priority.values()[random.nextInt(3)];
      flows.add(new Flow("w" + w, priority, random.nextInt(64), offsets.size() + w, offsets));
    }
    return new PartitionSnapshot(
        partition,
        random.nextLong(1L << 50),
        frontier,
        random.nextLong(1L << 50),
        flows,
        offsets(frontier - 2, frontier - 1),
        attempted,
        doneChildren,
        ids(frontier / RecentIds.BLOCK, random.nextInt(20), random),
        levels(workspaces, random),
        true,
        Map.of(),
        delayed(workspaces, most, random),
        holds(workspaces, random),
        Map.of(0L, random.nextLong(1L << 50), frontier >> 14, random.nextLong(1L << 50)));
  }

  private static List<Held> holds(int workspaces, RandomGenerator random) {
    List<Held> holds = new ArrayList<>();
    for (Hold.Reason reason : Hold.Reason.values()) {
      for (Scope scope :
          List.of(
              Scope.EVERYTHING,
              new Scope.Template("t", null),
              new Scope.Template("t", "es"),
              new Scope.Campaign("c"))) {
        holds.add(
            new Held(
                "w" + random.nextInt(Math.max(1, workspaces)),
                scope,
                reason,
                "13" + random.nextInt(9_999),
                random.nextLong(1L << 50),
                random.nextInt(1_000) - 1,
                random.nextLong(1L << 40),
                random.nextLong(1L << 50)));
      }
    }
    return holds;
  }

  private static Delayed delayed(int workspaces, int most, RandomGenerator random) {
    Map<Priority, Map<Long, OffsetQueue>> hours = new HashMap<>();
    for (Priority priority : Priority.values()) {
      Map<Long, OffsetQueue> ofPriority = new HashMap<>();
      for (long hour = 0; hour < 20; hour++) {
        OffsetQueue offsets = new OffsetQueue();
        long offset = 5_000_000_000L;
        for (int left = random.nextInt(most + 1); left >= 0; left--) {
          offset += 1 + random.nextInt(10 * workspaces + 1);
          offsets.add(offset);
        }
        ofPriority.put(490_000 + hour, offsets);
      }
      hours.put(priority, ofPriority);
    }
    Map<String, long[]> waiting = new HashMap<>();
    for (int w = 0; w < workspaces; w++) {
      waiting.put("w" + w, new long[] {random.nextInt(9), 1, random.nextInt(9)});
    }
    return new Delayed(6_000_000_000L, hours, waiting, new OffsetSet());
  }

  private static List<BucketLevel> levels(int workspaces, RandomGenerator random) {
    List<BucketLevel> levels = new ArrayList<>();
    for (int w = 0; w < workspaces; w++) {
      BucketLevel.Kind kind = BucketLevel.Kind.values()[random.nextInt(3)];
      List<BucketLevel.Tokens> tokens = new ArrayList<>();
      for (int left = random.nextInt(3); left > 0; left--) {
        long burst = random.nextLong(1, 1L << 40);
        Duration per = Duration.ofNanos(random.nextLong(1, 1L << 60));
        tokens.add(
            new BucketLevel.Tokens(
                new Bandwidth(random.nextLong(1, 1L << 40), per, burst),
                random.nextLong(burst * 1_000_000)));
      }
      levels.add(
          new BucketLevel(
              new BucketLevel.Owner(kind, "w" + w),
              tokens,
              new BucketLevel.Pressure(
                  random.nextInt(40, 641),
                  random.nextLong(1L << 60),
                  random.nextLong(1L << 60),
                  random.nextInt(100),
                  random.nextLong(1L << 60))));
    }
    return levels;
  }

  /** Consecutive blocks of some ids each. */
  static List<RecentIds.Block> ids(long first, int count, RandomGenerator random) {
    List<RecentIds.Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] within = random.ints(50, 0, RecentIds.BLOCK).sorted().toArray();
      blocks.add(new RecentIds.Block(first + i, within, random.longs(50).toArray()));
    }
    return blocks;
  }

  /** Everything that is in a snapshot. */
  public static Map<String, Object> contentOf(PartitionSnapshot snapshot) {
    Map<String, Object> content = new TreeMap<>();
    content.put("partition", snapshot.partition());
    content.put("takenMillis", snapshot.takenMillis());
    content.put("frontier", snapshot.frontier());
    content.put("journalOffset", snapshot.journalOffset());
    content.put("unadmitted", listOf(snapshot.unadmitted()));
    content.put("attempted", snapshot.attempted());
    content.put("doneChildren", snapshot.doneChildren());
    content.put("started", snapshot.started());
    content.put("levels", Set.copyOf(snapshot.levels()));
    content.put("holds", Set.copyOf(snapshot.holds()));
    content.put("expiries", snapshot.expiries());
    content.put("delayed to", snapshot.delayed().frontier());
    snapshot
        .delayed()
        .hours()
        .forEach(
            (priority, hours) ->
                hours.forEach(
                    (hour, offsets) ->
                        content.put("delayed " + priority + " " + hour, listOf(offsets))));
    snapshot
        .delayed()
        .waiting()
        .forEach(
            (id, counts) -> content.put("waiting " + id, Arrays.stream(counts).boxed().toList()));
    for (Flow flow : snapshot.flows()) {
      Object before =
          content.put(
              "flow %s %s %d".formatted(flow.workspaceId(), flow.priority(), flow.campaigns()),
              List.of(flow.requests(), listOf(flow.offsets())));
      if (before != null) {
        throw new AssertionError("two flows of " + flow.workspaceId());
      }
    }
    for (RecentIds.Block block : snapshot.recentIds()) {
      List<Long> entries = new ArrayList<>();
      for (int i = 0; i < block.within().length; i++) {
        entries.add((long) block.within()[i]);
        entries.add(block.hashes()[i]);
      }
      content.put("ids " + block.number(), entries);
    }
    return content;
  }

  private static List<Long> listOf(OffsetQueue offsets) {
    List<Long> list = new ArrayList<>();
    offsets.forEach(list::add);
    return list;
  }
}
