package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.load.Records;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How each promise's fault is brought about and ended. */
final class Troubles {

  private static final int FLOOD = 24_000;
  private static final int POISON = 40;

  private final Site site;

  private Troubles(Site site) {
    this.site = site;
  }

  /** In the order of the promises. */
  static List<Trouble> of(Site site) {
    Troubles troubles = new Troubles(site);
    return Arrays.stream(Promise.values()).map(troubles::trouble).toList();
  }

  private Trouble trouble(Promise promise) {
    return switch (promise) {
      case VENDOR_DOWN -> vendor(promise, platica(new Fault.Down()), () -> {});
      case VENDOR_SLOW -> vendor(promise, platica(new Fault.Latency(5_000)), () -> {});
      case CREDENTIAL_REVOKED -> vendor(promise, refusal(Shop.REVOKED, 401), site::renewCredential);
      case TEMPLATE_PAUSED ->
          vendor(
              promise,
              refusal(Shop.PAUSED, 132_015),
              () -> site.order("/api/workspaces/" + Shop.PAUSED.id() + "/resume"));
      case FLOOD ->
          Trouble.of(
              promise,
              () -> site.upstream().publish(Shop.FLOODED, Kind.ORDINARY, FLOOD),
              () ->
                  site.order(
                      "/api/workspaces/%s/campaigns/%s/cancel"
                          .formatted(Shop.FLOODED.id(), Records.CAMPAIGN)));
      case POISON ->
          Trouble.of(
              promise, () -> site.upstream().publish(Shop.VENDOR, Kind.JUNK, POISON), () -> {});
      case KAFKA_DOWN ->
          Trouble.of(promise, () -> site.brokers().kill(0), () -> site.brokers().restart(0));
      case DISK_FULL -> diskFull(promise);
      case CLOCK_STEPPED -> clockStepped(promise);
    };
  }

  private static FaultSpec platica(Fault fault) {
    return FaultSpec.always(fault).at(Vendor.PLATICA);
  }

  private static FaultSpec refusal(Shop shop, int status) {
    return FaultSpec.always(new Fault.Status(status, null, null)).in(shop.id());
  }

  private Trouble vendor(Promise promise, FaultSpec fault, Trouble.Action then) {
    return Trouble.of(
        promise,
        () -> site.sandbox().addFault(fault),
        () -> {
          site.sandbox().clearFaults();
          then.run();
        });
  }

  private Trouble diskFull(Promise promise) {
    SmallDisk disk = site.disk();
    return disk == null
        ? Trouble.impossible(promise, "only root may mount a disk of its own")
        : Trouble.of(
            promise,
            disk::fill,
            () -> {
              disk.makeRoom();
              // It has ended by itself, unless it hangs.
              site.brokers().kill(0);
              site.brokers().restart(0);
            });
  }

  private Trouble clockStepped(Promise promise) {
    WorkerClock clock = site.clock();
    return clock == null
        ? Trouble.impossible(promise, "there is no C compiler for src/main/c/wall-clock.c")
        : Trouble.of(
            promise, () -> clock.step(Duration.ofHours(1)), () -> clock.step(Duration.ZERO));
  }
}
