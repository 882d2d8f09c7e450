package io.campaigndispatch.chaos.load;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What is published in a run; the same seed makes the same load. */
public final class Load {

  private static final long FIRST_NUMBER = 5_215_500_000_000L;

  /** The last part of the run publishes nothing. */
  private static final double PUBLISHING = 0.9;

  private final Random random;
  private final long seed;
  private final List<Planned> planned = new ArrayList<>();
  private int last;

  private Load(long seed) {
    this.seed = seed;
    this.random = new Random(~seed);
  }

  /** In the order in which it is to be published. */
  public static List<Planned> of(long seed, int seconds) {
    Load load = new Load(seed);
    for (Tenant tenant : Fleet.tenants()) {
      load.plan(tenant, seconds);
    }
    return load.planned.stream().sorted(Comparator.comparing(Planned::at)).toList();
  }

  private void plan(Tenant tenant, int seconds) {
    int left = (int) Math.round(tenant.demand() * seconds);
    while (left > 0) {
      int drop = Math.min(left, 1 + random.nextInt(tenant.largestDrop()));
      int at = random.nextInt((int) (seconds * 1_000 * PUBLISHING));
      for (int n = 0; n < drop; n++) {
        add(tenant, Duration.ofMillis(at + n));
      }
      left -= drop;
    }
  }

  private void add(Tenant tenant, Duration at) {
    int chance = random.nextInt(100);
    if (chance < 3) {
      planned.add(next(Kind.INVALID, tenant, at, null));
    } else if (chance < 4) {
      planned.add(next(Kind.JUNK, tenant, at, null));
    } else if (chance < 8) {
      planned.add(next(Kind.EXPIRING, tenant, at, seconds(1, 10)));
    } else if (chance < 12) {
      planned.add(next(Kind.SCHEDULED, tenant, at, seconds(3, 25)));
    } else {
      Planned first = next(Kind.ORDINARY, tenant, at, null);
      planned.add(first);
      if (chance < 16) {
        planned.add(again(first));
      }
    }
  }

  private Planned again(Planned first) {
    return new Planned(
        first.at().plusMillis(random.nextInt(15_000)),
        Kind.DUPLICATE,
        first.workspace(),
        first.form(),
        first.requestId(),
        first.recipient(),
        first.onUncertain(),
        first.priority(),
        null);
  }

  private Planned next(Kind kind, Tenant tenant, Duration at, @Nullable Duration wait) {
    int number = last++;
    Priority[] priorities = Priority.values();
    return new Planned(
        at,
        kind,
        tenant.id(),
        tenant.form(),
        "s" + seed + "-" + number,
        Long.toString(FIRST_NUMBER + number),
        random.nextBoolean() ? OnUncertain.HOLD : OnUncertain.RESEND,
        priorities[random.nextInt(priorities.length)],
        wait);
  }

  private Duration seconds(int least, int most) {
    return Duration.ofSeconds(least + random.nextInt(most - least + 1));
  }
}
