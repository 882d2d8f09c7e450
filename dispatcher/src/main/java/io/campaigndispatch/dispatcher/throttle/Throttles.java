package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
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
 * partitions of its members by their number, because another worker may own the other partitions:
 * the parts never add up to more than the whole, except that each part can hold at least one token.
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
  private final Map<Share, Bucket> shared = new HashMap<>();

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

  /** A workspace's throttle; it starts full. */
  public Throttle of(Workspace workspace) {
    List<Bucket> buckets = new ArrayList<>();
    long smallestBurst = Long.MAX_VALUE;
    if (!workspace.throttle().isEmpty()) {
      buckets.add(bucket(workspace.throttle()));
      smallestBurst = smallestBurst(workspace.throttle());
    }
    for (Ceiling ceiling : ceilings(workspace)) {
      Share share = shareOf(ceiling, workspace);
      List<Bandwidth> part = part(share);
      buckets.add(shared.computeIfAbsent(share, _ -> bucket(part)));
      smallestBurst = Math.min(smallestBurst, smallestBurst(part));
    }
    return new Throttle(buckets, smallestBurst);
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
    int here = count(membersAtHome.get(share));
    int all = count(members.get(share.ceiling()));
    return whole.stream()
        .map(
            bandwidth ->
                new Bandwidth(
                    Math.multiplyExact(bandwidth.rate(), here),
                    bandwidth.per().multipliedBy(all),
                    Math.max(1, Math.multiplyExact(bandwidth.burst(), here) / all)))
        .toList();
  }

  private static int count(@Nullable Integer members) {
    return members == null ? 1 : members;
  }

  private static long smallestBurst(List<Bandwidth> bandwidths) {
    return bandwidths.stream().mapToLong(Bandwidth::burst).min().orElse(Long.MAX_VALUE);
  }

  private Bucket bucket(List<Bandwidth> bandwidths) {
    var builder =
        Bucket.builder()
            .withCustomTimePrecision(clock)
            .withSynchronizationStrategy(SynchronizationStrategy.NONE);
    for (int i = 0; i < bandwidths.size(); i++) {
      Bandwidth bandwidth = bandwidths.get(i);
      builder.addLimit(
          io.github.bucket4j.Bandwidth.builder()
              .capacity(bandwidth.burst())
              .refillGreedy(bandwidth.rate(), bandwidth.per())
              .id(Integer.toString(i))
              .build());
    }
    return builder.build();
  }
}
