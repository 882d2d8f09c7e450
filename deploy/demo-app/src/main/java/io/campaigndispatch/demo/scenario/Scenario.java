package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A campaign: ordinary requests of every form over the whole fleet, one in a hundred that goes
 * wrong, every kind of them at least once. The same seed makes the same campaign.
 */
public final class Scenario {

  /** The campaign that an operator cancels when nothing else is left. */
  public static final String WITHDRAWN = "withdrawn";

  /**
   * So many in a row a throttled vendor refuses with 429. Each may halve the workspace's rate for
   * half a minute and longer, which the end of a short campaign would wait for.
   */
  private static final int BURST = 2;

  private static final int HEAD = 1_000;

  private static final double TROUBLED = 0.01;

  /** A record above 1 MiB costs broker and topics that much several times. */
  private static final int MOST_OVERSIZE = 8;

  private final Fleet fleet;
  private final long seed;

  public Scenario(Fleet fleet, long seed) {
    this.fleet = fleet;
    this.seed = seed;
  }

  public Fleet fleet() {
    return fleet;
  }

  /** A record, or two, still to be written. */
  private record Plan(Kind kind, Member member) {}

  /** Faults that strike whoever comes first: a burst of 429 at two vendors. */
  public List<FaultSpec> bursts() {
    return Stream.of(Vendor.PLAZBOT, Vendor.PLATICA)
        .map(
            vendor ->
                FaultSpec.always(new Fault.Throttle("1", null))
                    .at(vendor.sandbox())
                    .in(firstOf(vendor).ledgerName())
                    .times(BURST))
        .toList();
  }

  /** One without a limit, if there is one. */
  private Member firstOf(Vendor vendor) {
    return fleet.members().stream()
        .filter(member -> member.vendor() == vendor)
        .min(Comparator.comparing(member -> !member.throttle().isEmpty()))
        .orElseThrow();
  }

  /** Hands out every record in the order in which they are to be published. */
  public void forEach(Consumer<Message> action) {
    Random random = new Random(seed);
    List<Plan> plans = plans(random);
    Collections.shuffle(plans, random);
    List<Plan> head = head(plans);
    Ids ids = new Ids("r" + Long.toString(seed, Character.MAX_RADIX));
    head.forEach(plan -> action.accept(Ordinary.message(plan.kind(), plan.member(), ids)));
    Set<Plan> written = Collections.newSetFromMap(new IdentityHashMap<>());
    written.addAll(head);
    for (Plan plan : plans) {
      if (written.contains(plan)) {
        continue;
      }
      if (plan.kind().isOrdinary()) {
        action.accept(Ordinary.message(plan.kind(), plan.member(), ids));
      } else {
        Troubles.messages(plan.kind(), plan.member(), otherThan(plan.member(), random), ids)
            .forEach(action);
      }
    }
  }

  /**
   * How many records at the beginning are best sent alone, so that what a fresh process loads and
   * compiles does not hold up calls that a throttle has paced.
   */
  public int head() {
    return head(plans(new Random(seed))).size();
  }

  /** A few for each vendor, and ordinary ones of workspaces without a limit. */
  private List<Plan> head(List<Plan> plans) {
    Stream<Plan> few =
        fleet.members().reversed().stream()
            .limit(Vendor.values().length)
            .flatMap(
                member ->
                    plans.stream()
                        .filter(plan -> plan.member().equals(member) && isSimple(plan))
                        .limit(2));
    Stream<Plan> many =
        plans.stream()
            .filter(plan -> isSimple(plan) && plan.member().throttle().isEmpty())
            .filter(plan -> plan.member().group() == null)
            .limit(HEAD);
    Set<Plan> head = Collections.newSetFromMap(new IdentityHashMap<>());
    return Stream.concat(few, many).filter(head::add).toList();
  }

  private static boolean isSimple(Plan plan) {
    return plan.kind().isOrdinary() && plan.kind() != Kind.GATEWAY_FAN_OUT;
  }

  private List<Plan> plans(Random random) {
    List<Plan> plans = new ArrayList<>();
    int[] left = fleet.members().stream().mapToInt(Member::messages).toArray();
    troubles(plans, left, random);
    for (int i = 0; i < left.length; i++) {
      Member member = fleet.members().get(i);
      List<Kind> kinds = Ordinary.kinds(member.vendor());
      int next = 0;
      while (left[i] > 0) {
        Kind kind = kinds.get(next++ % kinds.size());
        int requests = kind == Kind.GATEWAY_FAN_OUT ? Ordinary.FAN_OUT : 1;
        if (requests <= left[i]) {
          plans.add(new Plan(kind, member));
          left[i] -= requests;
        }
      }
    }
    return plans;
  }

  private void troubles(List<Plan> plans, int[] left, Random random) {
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(kind -> !kind.isOrdinary()).toList();
    int total = Arrays.stream(left).sum();
    int each = Math.max(1, (int) Math.round(total * TROUBLED / kinds.size()));
    for (Kind kind : kinds) {
      int[] candidates = new int[left.length];
      int count = 0;
      for (int i = 0; i < left.length; i++) {
        if (Troubles.isPossible(kind, fleet.members().get(i).vendor())) {
          candidates[count++] = i;
        }
      }
      int wanted = kind == Kind.OVERSIZE ? Math.min(each, MOST_OVERSIZE) : each;
      for (int n = 0; n < wanted; n++) {
        int chosen = candidates[random.nextInt(count)];
        plans.add(new Plan(kind, fleet.members().get(chosen)));
        left[chosen] -= requests(kind);
      }
    }
  }

  /** Requests of a kind's records: those that nobody is asked to send count for one too. */
  private static int requests(Kind kind) {
    return switch (kind) {
      case DUPLICATE, FAN_OUT_BAD_NUMBER -> 2;
      default -> 1;
    };
  }

  private Member otherThan(Member member, Random random) {
    List<Member> members = fleet.members();
    Member other = members.get(random.nextInt(members.size()));
    return other.equals(member)
        ? members.get((members.indexOf(other) + 1) % members.size())
        : other;
  }
}
