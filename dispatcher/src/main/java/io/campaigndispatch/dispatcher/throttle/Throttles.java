package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one worker.
 *
 * <p>A bucket that workspaces share (a throttle group, a Platica key) is split over the home
 * partitions of its members by their number, because another worker may own the other partitions.
 * In any window of {@code per} the parts together let through no more than the whole: each part can
 * hold at least one token, and where that makes the bursts larger than the whole's, so much less is
 * earned. Only a whole smaller than its number of parts cannot be kept this way.
 */
public final class Throttles {

  /**
   * Platica answers 429 above 30 requests a second per key (docs.platica.mx, errors): 29 earned + 1
   * held stays below.
   */
  static final Bandwidth PLATICA_KEY = new Bandwidth(29, Duration.ofSeconds(1), 1);

  /** What several workspaces share. */
  private sealed interface Ceiling {
    record Group(String id) implements Ceiling {}

    record PlaticaKey(String vendorId, CredentialRef credential) implements Ceiling {}
  }

  private record Share(Ceiling ceiling, int home) {}

  private final TimeMeter clock;
  private final Directory directory;
  private final ToIntFunction<String> homeOf;
  private final Map<Ceiling, Integer> members = new HashMap<>();
  private final Map<Share, Integer> membersAtHome = new HashMap<>();
  private final Map<Share, List<PacedBucket>> shared = new HashMap<>();
  private final Map<String, Throttle> throttles = new HashMap<>();

  /**
   * @param homeOf workspace id to home partition
   */
  public Throttles(TimeMeter clock, Directory directory, ToIntFunction<String> homeOf) {
    this.clock = clock;
    this.directory = directory;
    this.homeOf = homeOf;
    for (Workspace workspace : directory.workspaces().values()) {
      for (Ceiling ceiling : ceilings(workspace)) {
        members.merge(ceiling, 1, Integer::sum);
        membersAtHome.merge(shareOf(ceiling, workspace), 1, Integer::sum);
      }
    }
  }

  /**
   * A workspace's throttle. It starts full, and stays the same for good: a partition that goes and
   * comes back brings no new burst.
   */
  public Throttle of(Workspace workspace) {
    return throttles.computeIfAbsent(workspace.id(), _ -> create(workspace));
  }

  private Throttle create(Workspace workspace) {
    List<PacedBucket> buckets = new ArrayList<>(buckets(workspace.throttle()));
    for (Ceiling ceiling : ceilings(workspace)) {
      Share share = shareOf(ceiling, workspace);
      buckets.addAll(shared.computeIfAbsent(share, _ -> buckets(part(share))));
    }
    return new Throttle(buckets);
  }

  private List<Ceiling> ceilings(Workspace workspace) {
    List<Ceiling> ceilings = new ArrayList<>(2);
    if (workspace.throttleGroup() != null) {
      ceilings.add(new Ceiling.Group(workspace.throttleGroup()));
    }
    if (directory.vendorOf(workspace).type() == VendorType.PLATICA) {
      // Without a credential there is no key to share: each workspace is its own.
      CredentialRef key =
          workspace.credential() instanceof CredentialRef.None
              ? new CredentialRef.Env(workspace.id())
              : workspace.credential();
      ceilings.add(new Ceiling.PlaticaKey(workspace.vendorId(), key));
    }
    return ceilings;
  }

  private Share shareOf(Ceiling ceiling, Workspace workspace) {
    return new Share(ceiling, homeOf.applyAsInt(workspace.id()));
  }

  private List<Bandwidth> part(Share share) {
    List<Bandwidth> whole =
        switch (share.ceiling()) {
          case Ceiling.Group(String id) -> directory.throttleGroups().getOrDefault(id, List.of());
          case Ceiling.PlaticaKey _ -> List.of(PLATICA_KEY);
        };
    return whole.stream().map(bandwidth -> part(bandwidth, share)).toList();
  }

  private Bandwidth part(Bandwidth whole, Share share) {
    int here = count(membersAtHome.get(share));
    int all = count(members.get(share.ceiling()));
    long bursts = 0;
    for (var entry : membersAtHome.entrySet()) {
      if (entry.getKey().ceiling().equals(share.ceiling())) {
        bursts += burst(whole, entry.getValue(), all);
      }
    }
    long earned = Math.max(1, whole.rate() - Math.max(0, bursts - whole.burst()));
    return new Bandwidth(
        Math.multiplyExact(earned, here), whole.per().multipliedBy(all), burst(whole, here, all));
  }

  private static long burst(Bandwidth whole, int here, int all) {
    return Math.max(1, Math.multiplyExact(whole.burst(), here) / all);
  }

  private static int count(@Nullable Integer members) {
    return members == null ? 1 : members;
  }

  private List<PacedBucket> buckets(List<Bandwidth> bandwidths) {
    return bandwidths.stream().map(bandwidth -> new PacedBucket(clock, bandwidth)).toList();
  }
}
