package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Kind;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The buckets of one worker, by home partition; owned by the core thread.
 *
 * <pre>
 * levels(home)                   what it holds now: for a snapshot, or as it is released
 * forget(home)                   after it was released or lost
 * restore(home, levels, since)   as it is taken over, before anything of it is sent
 * </pre>
 *
 * A home partition that was neither restored nor forgotten keeps its buckets: it may come back as
 * it was.
 */
public final class Throttles {

  private final TimeMeter clock;
  private final ToIntFunction<String> homeOf;
  private Ceilings ceilings;

  /** Nobody throttles what is shared. */
  private final AdaptiveRate steady;

  private final Map<Integer, List<Workspace>> workspaces = new HashMap<>();
  private final Map<Integer, Home> homes = new HashMap<>();

  /** What lives at one home partition. */
  private record Home(Map<String, Throttle> throttles, Map<Owner, List<PacedBucket>> shared) {
    Home() {
      this(new HashMap<>(), new HashMap<>());
    }
  }

  /**
   * @param homeOf workspace id to home partition
   */
  public Throttles(TimeMeter clock, Directory directory, ToIntFunction<String> homeOf) {
    this.clock = clock;
    this.homeOf = homeOf;
    this.ceilings = new Ceilings(directory, homeOf);
    this.steady = new AdaptiveRate(clock);
    divide(directory);
  }

  private void divide(Directory directory) {
    workspaces.clear();
    for (Workspace workspace : directory.workspaces().values()) {
      workspaces
          .computeIfAbsent(homeOf.applyAsInt(workspace.id()), _ -> new ArrayList<>())
          .add(workspace);
    }
  }

  /**
   * Bandwidths are these from now on; whoever holds a throttle asks for it again. What a bucket
   * holds stays its own, up to the new burst, as when a home is taken over in this moment: less is
   * let through at once, and more never comes as a burst.
   */
  public void use(Directory directory) {
    Map<Integer, List<BucketLevel>> levels = new HashMap<>();
    Map<Integer, Home> former = Map.copyOf(homes);
    former.keySet().forEach(home -> levels.put(home, levels(home)));
    ceilings = new Ceilings(directory, homeOf);
    divide(directory);
    levels.forEach(
        (home, held) -> {
          var _ = restore(home, held, SinceLevels.release(Duration.ZERO, Map.of()));
        });
    for (Workspace workspace : directory.workspaces().values()) {
      Home before = former.get(homeOf.applyAsInt(workspace.id()));
      Throttle throttle = before == null ? null : before.throttles().get(workspace.id());
      if (throttle != null) {
        of(workspace).follows(throttle);
      }
    }
  }

  /** A workspace's throttle, the same until its home is forgotten; new and full at first. */
  public Throttle of(Workspace workspace) {
    int number = homeOf.applyAsInt(workspace.id());
    Home home = homes.computeIfAbsent(number, _ -> new Home());
    return home.throttles().computeIfAbsent(workspace.id(), _ -> create(workspace, number, home));
  }

  private Throttle create(Workspace workspace, int number, Home home) {
    AdaptiveRate rate = new AdaptiveRate(clock);
    List<PacedBucket> own = full(rate, workspace.throttle());
    return new Throttle(clock, owner(workspace), rate, own, shared(workspace, number, home), 0);
  }

  private static Owner owner(Workspace workspace) {
    return new Owner(Kind.WORKSPACE, workspace.id());
  }

  private List<PacedBucket> shared(Workspace workspace, int number, Home home) {
    List<PacedBucket> shared = new ArrayList<>();
    for (Owner ceiling : ceilings.over(workspace)) {
      shared.addAll(
          home.shared()
              .computeIfAbsent(ceiling, _ -> full(steady, ceilings.part(ceiling, number))));
    }
    return shared;
  }

  private static List<PacedBucket> full(AdaptiveRate rate, List<Bandwidth> bandwidths) {
    return bandwidths.stream().map(bandwidth -> new PacedBucket(rate, bandwidth)).toList();
  }

  /**
   * What the buckets of a home partition hold now: those of its workspaces and its parts of what
   * they share. Whatever is missing was never drawn from.
   */
  public List<BucketLevel> levels(int homePartition) {
    List<BucketLevel> levels = new ArrayList<>();
    Home home = homes.get(homePartition);
    if (home != null) {
      for (Throttle throttle : home.throttles().values()) {
        BucketLevel level = throttle.level();
        if (level != null) {
          levels.add(level);
        }
      }
      home.shared()
          .forEach(
              (ceiling, buckets) ->
                  levels.add(
                      new BucketLevel(
                          ceiling,
                          buckets.stream().map(PacedBucket::tokens).toList(),
                          Pressure.NONE)));
    }
    return levels;
  }

  /** Drops the buckets of a home partition: they go on elsewhere. */
  public void forget(int homePartition) {
    homes.remove(homePartition);
  }

  /**
   * Goes on where the former owner of a home partition stopped; what this worker held of it is
   * replaced. Each bucket becomes, or is less than,
   *
   * <pre>max(0, min(burst, stored + rate · elapsed) − called − unjournaled)</pre>
   *
   * where unjournaled is at most what the bucket's bandwidths can have let through in that time.
   * What was never stored counts as full then, and is charged all the same.
   *
   * <p>Why the law holds over both owners: a bucket's true level is at least min(burst, stored +
   * rate · elapsed) less all that was taken since, however that was spread over the time, so a
   * positive result is the same bucket with some tokens thrown away. And 0 is safe at any moment T:
   * before T the former owner sent at most burst + rate · s in the last s, after it an empty bucket
   * lets through at most rate · t in the first t, together at most burst + rate · (s + t).
   *
   * <p>Tokens keep their number when the bandwidth was changed (matched by {@code per}, else by
   * order), up to the new burst; a bandwidth that is new for the workspace starts full.
   *
   * @return what was charged as unjournaled, by workspace: the next owner must be told, for no
   *     level is stored that shows it before this one stores its own
   */
  public Map<String, Integer> restore(
      int homePartition, Collection<BucketLevel> levels, SinceLevels since) {
    Home home = new Home();
    homes.put(homePartition, home);
    Restoration restoration = new Restoration(levels, since);
    long elapsed = since.elapsed().toNanos();
    List<Workspace> here = workspaces.getOrDefault(homePartition, List.of());
    Map<Owner, Long> calledOfShared = new HashMap<>();
    for (Workspace workspace : here) {
      for (Owner ceiling : ceilings.over(workspace)) {
        calledOfShared.merge(ceiling, since.called(workspace.id()), Long::sum);
      }
    }
    calledOfShared.forEach(
        (ceiling, called) -> {
          if (restoration.concerns(ceiling, called)) {
            List<Bandwidth> part = ceilings.part(ceiling, homePartition);
            home.shared().put(ceiling, restoration.buckets(ceiling, steady, elapsed, part, called));
          }
        });
    for (Workspace workspace : here) {
      Owner owner = owner(workspace);
      long called = since.called(workspace.id());
      if (restoration.concerns(owner, called)) {
        Pressure pressure = restoration.pressure(owner);
        AdaptiveRate rate = new AdaptiveRate(clock, pressure, elapsed);
        List<PacedBucket> own =
            restoration.buckets(owner, rate, rate.nanos(), workspace.throttle(), called);
        List<PacedBucket> shared = shared(workspace, homePartition, home);
        home.throttles()
            .put(
                workspace.id(),
                new Throttle(clock, owner, rate, own, shared, pressure.observedPerSecond()));
      }
    }
    return since.unjournaled() == 0 ? Map.of() : unjournaled(here, homePartition, restoration);
  }

  private Map<String, Integer> unjournaled(
      List<Workspace> here, int homePartition, Restoration restoration) {
    Map<String, Integer> unjournaled = new HashMap<>();
    for (Workspace workspace : here) {
      long most = Long.MAX_VALUE;
      if (!workspace.throttle().isEmpty()) {
        most = restoration.unjournaled(owner(workspace), workspace.throttle());
      }
      for (Owner ceiling : ceilings.over(workspace)) {
        List<Bandwidth> part = ceilings.part(ceiling, homePartition);
        most = Math.min(most, restoration.unjournaled(ceiling, part));
      }
      if (most < Long.MAX_VALUE) {
        unjournaled.put(workspace.id(), Math.toIntExact(most));
      }
    }
    return unjournaled;
  }
}
