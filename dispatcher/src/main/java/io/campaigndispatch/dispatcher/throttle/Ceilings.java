package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Kind;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What workspaces share (a throttle group, a Platica key), split over the home partitions of its
 * members by their number, because another worker may own the other partitions. In any window of
 * {@code per} the parts together let through no more than the whole: each part can hold at least
 * one token, and where that makes the bursts larger than the whole's, so much less is earned. Only
 * a whole smaller than its number of parts cannot be kept this way.
 */
final class Ceilings {

  /**
   * Platica answers 429 above 30 requests a second per key (docs.platica.mx, errors): 29 earned + 1
   * held stays below.
   */
  static final Bandwidth PLATICA_KEY = new Bandwidth(29, Duration.ofSeconds(1), 1);

  private final Directory directory;

  /** Of each, how many at which home partition. */
  private final Map<Owner, Map<Integer, Integer>> members = new HashMap<>();

  Ceilings(Directory directory, ToIntFunction<String> homeOf) {
    this.directory = directory;
    for (Workspace workspace : directory.workspaces().values()) {
      for (Owner ceiling : over(workspace)) {
        members
            .computeIfAbsent(ceiling, _ -> new HashMap<>())
            .merge(homeOf.applyAsInt(workspace.id()), 1, Integer::sum);
      }
    }
  }

  /** Those that a workspace is under. */
  List<Owner> over(Workspace workspace) {
    List<Owner> ceilings = new ArrayList<>(2);
    if (workspace.throttleGroup() != null) {
      ceilings.add(new Owner(Kind.GROUP, workspace.throttleGroup()));
    }
    if (directory.vendorOf(workspace).type() == VendorType.PLATICA) {
      ceilings.add(new Owner(Kind.PLATICA_KEY, workspace.vendorId() + " " + key(workspace)));
    }
    return ceilings;
  }

  private static String key(Workspace workspace) {
    return switch (workspace.credential()) {
      case CredentialRef.Env(String name) -> "env:" + name;
      case CredentialRef.File(String path) -> "file:" + path;
      // Without a credential there is no key to share: each workspace is its own.
      case CredentialRef.None _ -> "workspace:" + workspace.id();
    };
  }

  /** The bandwidths of a ceiling's part at a home partition. */
  List<Bandwidth> part(Owner ceiling, int home) {
    List<Bandwidth> whole =
        switch (ceiling.kind()) {
          case GROUP -> directory.throttleGroups().getOrDefault(ceiling.id(), List.of());
          case PLATICA_KEY -> List.of(PLATICA_KEY);
          case WORKSPACE -> throw new IllegalArgumentException("a workspace is no ceiling");
        };
    // One of a workspace that is not of the directory is whole.
    Map<Integer, Integer> homes = members.getOrDefault(ceiling, Map.of(home, 1));
    return whole.stream().map(bandwidth -> part(bandwidth, homes, home)).toList();
  }

  private static Bandwidth part(Bandwidth whole, Map<Integer, Integer> homes, int home) {
    int here = homes.getOrDefault(home, 1);
    int all = 0;
    for (int members : homes.values()) {
      all += members;
    }
    long bursts = 0;
    for (int members : homes.values()) {
      bursts += burst(whole, members, all);
    }
    long earned = Math.max(1, whole.rate() - Math.max(0, bursts - whole.burst()));
    return new Bandwidth(
        Math.multiplyExact(earned, here), whole.per().multipliedBy(all), burst(whole, here, all));
  }

  private static long burst(Bandwidth whole, int here, int all) {
    return Math.max(1, Math.multiplyExact(whole.burst(), here) / all);
  }
}
