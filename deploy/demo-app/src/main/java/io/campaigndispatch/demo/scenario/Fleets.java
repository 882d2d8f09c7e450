package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Lays out a fleet: who uses which vendor, how fast, and how much of the campaign is whose. */
public final class Fleets {

  private static final List<String> NAMES =
      List.of(
          "acme",
          "bodega",
          "cafeteria",
          "dentista",
          "escuela",
          "farmacia",
          "gimnasio",
          "hotel",
          "imprenta",
          "joyeria",
          "libreria",
          "mercado");

  private static final int SHORTEST_SECONDS = 20;

  /** So many a second would take a campaign over all workspaces longer than throttles need. */
  private static final int MESSAGES_PER_SECOND = 800;

  /** Slower than a message per 30 ms, so that the network's jitter stays below the throttle's. */
  private static final int FASTEST_WORKSPACE = 25;

  /** Half of what a key that two share leaves each of them, and a little less. */
  private static final double FASTEST_PLATICA = 11;

  /** So much more than a throttled workspace does one without limit send. */
  private static final int UNLIMITED = 8;

  /** Throttles are a quarter faster than the campaign needs. */
  private static final double USED = 0.8;

  private Fleets() {}

  /**
   * @param workspaces at least {@link Fleet#FEWEST}
   * @param messages requests of the whole campaign, at least as many
   */
  public static Fleet of(int workspaces, int messages) {
    if (workspaces < Fleet.FEWEST || messages < workspaces) {
      throw new IllegalArgumentException(
          workspaces + " workspaces, " + messages + " messages: expected more");
    }
    int seconds =
        Math.max(
            SHORTEST_SECONDS,
            Math.max(messages / MESSAGES_PER_SECOND, messages / (workspaces * FASTEST_WORKSPACE)));
    int[] shares = shares(workspaces, messages, seconds);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < workspaces; i++) {
      Vendor vendor = vendor(i);
      long rate = Math.max(1, (long) Math.ceil(shares[i] / (seconds * USED)));
      boolean grouped = isGrouped(i, workspaces);
      members.add(
          new Member(
              name(i),
              vendor,
              vendor == Vendor.PLATICA ? "52155" + (50_000_000 + i) : name(i) + "-id",
              Fleet.TOKEN_PREFIX + name(sharesKey(i, workspaces) ? 1 : i),
              isUnlimited(i) || grouped ? List.of() : throttle(i, rate),
              grouped ? Fleet.GROUP : null,
              shares[i]));
    }
    long groupRate = 2 * Math.max(1, (long) Math.ceil(shares[3] / (seconds * USED)));
    return new Fleet(members, seconds, new Bandwidth(groupRate, Duration.ofSeconds(1), 4));
  }

  private static Vendor vendor(int i) {
    return Vendor.values()[i % Vendor.values().length];
  }

  private static String name(int i) {
    int round = i / NAMES.size();
    return NAMES.get(i % NAMES.size()) + (round == 0 ? "" : "-" + round);
  }

  private static boolean isUnlimited(int i) {
    return (i % 5 == 4 || i % 7 == 6) && vendor(i) != Vendor.PLATICA;
  }

  private static boolean isGrouped(int i, int workspaces) {
    return workspaces >= 8 && (i == 3 || i == 7);
  }

  private static boolean sharesKey(int i, int workspaces) {
    return workspaces >= 8 && i == 5;
  }

  private static List<Bandwidth> throttle(int i, long rate) {
    Duration second = Duration.ofSeconds(1);
    return switch (i % 4 + i / 4 % 4 - 3) {
      case -3, 1 -> List.of(Bandwidth.of(rate, second));
      case -2, 2 -> List.of(new Bandwidth(rate, second, 1 + rate / 2));
      case -1, 3 ->
          List.of(
              new Bandwidth(rate + Math.max(1, rate / 4), second, 2),
              new Bandwidth(10 * rate, Duration.ofSeconds(10), 2 * rate));
      default -> List.of(new Bandwidth(60 * rate, Duration.ofMinutes(1), 3));
    };
  }

  /** Equal shares, more for the unlimited; Platica's keys take what they can in the time. */
  private static int[] shares(int workspaces, int messages, int seconds) {
    int weights = IntStream.range(0, workspaces).map(i -> isUnlimited(i) ? UNLIMITED : 1).sum();
    int platicaMost = (int) (FASTEST_PLATICA * USED * seconds);
    int[] shares = new int[workspaces];
    int left = messages;
    for (int i = 0; i < workspaces; i++) {
      int fair = Math.max(1, (isUnlimited(i) ? UNLIMITED : 1) * (messages / weights));
      shares[i] = vendor(i) == Vendor.PLATICA ? Math.min(fair, platicaMost) : fair;
      left -= shares[i];
    }
    // Grouped workspaces keep equal shares.
    IntPredicate takesMore = i -> vendor(i) != Vendor.PLATICA && !isGrouped(i, workspaces);
    int[] takers = IntStream.range(0, workspaces).filter(takesMore).toArray();
    for (int n = 0; left != 0; n++) {
      int step = Math.max(1, Math.abs(left) / takers.length);
      int taker = takers[n % takers.length];
      if (left > 0) {
        shares[taker] += step;
        left -= step;
      } else if (shares[taker] > 1) {
        shares[taker]--;
        left++;
      }
    }
    return shares;
  }
}
