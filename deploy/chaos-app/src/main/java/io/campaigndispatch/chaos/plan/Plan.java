package io.campaigndispatch.chaos.plan;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What goes wrong in a run, and when; the same seed makes the same plan.
 *
 * @param lanes each its steps one after another, without overlap: one lane for each dispatcher, one
 *     for all brokers together (one at a time, back before the next), one for each vendor. Lanes
 *     know nothing of each other, so that troubles meet in every way
 */
public record Plan(List<List<Step>> lanes) {

  /** After this long without a word the group gives a dispatcher's partitions to others. */
  public static final Duration SESSION = Duration.ofSeconds(6);

  public Plan {
    lanes = lanes.stream().map(List::copyOf).toList();
  }

  /**
   * A trouble that may be dealt.
   *
   * @param shortest that it lasts, milliseconds
   * @param longest that it lasts, milliseconds
   */
  private record Card(int shortest, int longest, Trouble trouble) {}

  /** A card whose subject is still open: a slot, or a vendor. */
  private record Kind<S>(int shortest, int longest, Function<S, Trouble> trouble) {
    Card of(S subject) {
      return new Card(shortest, longest, trouble.apply(subject));
    }
  }

  /**
   * @param shortest pause between two steps, milliseconds
   * @param longest pause between two steps, milliseconds
   */
  private record Pauses(int shortest, int longest) {}

  private static final Pauses OF_DISPATCHER = new Pauses(5_000, 15_000);
  private static final Pauses OF_BROKERS = new Pauses(10_000, 20_000);
  private static final Pauses OF_VENDOR = new Pauses(2_000, 8_000);

  /** Nothing begins so shortly before the end. */
  private static final int LAST_MILLIS = 3_000;

  private static final int BEYOND_SESSION = (int) SESSION.toMillis() + 3_000;

  private static final List<Kind<Integer>> DISPATCHER_KINDS =
      List.of(
          new Kind<>(1_000, 4_000, Trouble.KillDispatcher::new),
          new Kind<>(1_000, 4_000, Trouble.KillDispatcher::new),
          new Kind<>(BEYOND_SESSION, BEYOND_SESSION + 5_000, Trouble.SuspendDispatcher::new),
          new Kind<>(BEYOND_SESSION, BEYOND_SESSION + 5_000, cut(Weather.CUT)),
          new Kind<>(2_000, 8_000, Trouble.RemoveDispatcher::new),
          new Kind<>(1_000, 4_500, Trouble.SuspendDispatcher::new),
          new Kind<>(1_000, 4_500, cut(Weather.CUT)),
          new Kind<>(3_000, 12_000, cut(Weather.DEAF)),
          new Kind<>(2_000, 8_000, cut(Weather.CLOSED)),
          new Kind<>(4_000, 10_000, cut(Weather.SLOW)));

  private static final List<Kind<Vendor>> VENDOR_KINDS =
      List.of(
          new Kind<>(2_000, 5_000, sometimes(new Fault.Hang(null), 0.2)),
          new Kind<>(2_000, 5_000, sometimes(new Fault.Reset(), 0.3)),
          new Kind<>(2_000, 5_000, sometimes(new Fault.Garbage(null), 0.3)),
          new Kind<>(1_000, 4_000, sometimes(new Fault.Down(), 1)),
          new Kind<>(3_000, 6_000, sometimes(new Fault.Latency(700), 1)),
          new Kind<>(3_000, 6_000, sometimes(new Fault.Latency(2_000), 0.5)),
          new Kind<>(1_000, 4_000, sometimes(new Fault.Status(503, null, null), 0.7)),
          new Kind<>(1_000, 4_000, sometimes(new Fault.Status(500, null, null), 0.5)),
          new Kind<>(1_000, 4_000, sometimes(new Fault.Status(502, null, null), 0.5)),
          new Kind<>(1_000, 4_000, times(new Fault.Throttle("1", null), 2)),
          new Kind<>(1_000, 4_000, times(new Fault.Throttle(null, null), 2)));

  private static Function<Integer, Trouble> cut(Weather weather) {
    return slot -> new Trouble.CutDispatcher(slot, weather);
  }

  private static Function<Vendor, Trouble> sometimes(Fault fault, double probability) {
    return vendor -> new Trouble.Misbehave(vendor, fault, probability, null);
  }

  private static Function<Vendor, Trouble> times(Fault fault, long count) {
    return vendor -> new Trouble.Misbehave(vendor, fault, 1, count);
  }

  /**
   * @param seconds within which every step begins
   * @param dispatchers at least 1
   * @param brokers at least 1
   */
  public static Plan of(long seed, int seconds, int dispatchers, int brokers) {
    Random random = new Random(seed);
    int end = Math.max(0, seconds * 1_000 - LAST_MILLIS);
    List<List<Step>> lanes = new ArrayList<>();
    Deck<Kind<Integer>> kinds = new Deck<>(DISPATCHER_KINDS, random);
    for (int slot = 0; slot < dispatchers; slot++) {
      int subject = slot;
      lanes.add(lane(end, OF_DISPATCHER, () -> kinds.next().of(subject), random));
    }
    Deck<Integer> nodes = new Deck<>(IntStream.range(0, brokers).boxed().toList(), random);
    lanes.add(
        lane(
            end,
            OF_BROKERS,
            () -> new Card(1_000, 8_000, new Trouble.KillBroker(nodes.next())),
            random));
    Deck<Kind<Vendor>> moods = new Deck<>(VENDOR_KINDS, random);
    for (Vendor vendor : Vendor.values()) {
      lanes.add(lane(end, OF_VENDOR, () -> moods.next().of(vendor), random));
    }
    return new Plan(lanes);
  }

  private static List<Step> lane(int end, Pauses pauses, Supplier<Card> cards, Random random) {
    List<Step> steps = new ArrayList<>();
    int at = between(pauses.shortest() / 2, pauses.longest(), random);
    while (at <= end) {
      Card card = cards.get();
      int lasts = between(card.shortest(), card.longest(), random);
      steps.add(new Step(Duration.ofMillis(at), Duration.ofMillis(lasts), card.trouble()));
      at += lasts + between(pauses.shortest(), pauses.longest(), random);
    }
    return steps;
  }

  private static int between(int least, int most, Random random) {
    return least + random.nextInt(most - least + 1);
  }
}
