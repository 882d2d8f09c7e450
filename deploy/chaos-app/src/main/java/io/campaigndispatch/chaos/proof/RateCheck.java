package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.bench.paced.WindowLaw;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.chaos.load.Ceiling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds the vendor's clock against a ceiling. */
final class RateCheck {

  /** What a suspended owner had already marked goes out within this time of its waking. */
  private static final Duration AFTERMATH = Duration.ofSeconds(2);

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Map<String, String> workspaces;
  private final List<Instant> awakenings;

  /**
   * @param workspaces by recipient
   */
  RateCheck(Map<String, String> workspaces, List<Instant> awakenings) {
    this.workspaces = workspaces;
    this.awakenings = awakenings;
  }

  /**
   * @param over arrivals with which a window begins that holds too many
   * @param machine the same, that the machine's own delays explain: whoever paced a message could
   *     not know that it would be written so late
   * @param excepted the same, that a suspended owner had marked
   * @param text how far over
   */
  record Result(int over, int machine, int excepted, String text) {}

  Result check(Ceiling ceiling, List<Seen> seen) {
    List<Seen> counted =
        seen.stream()
            .filter(
                call ->
                    call.recipient() != null
                        && ceiling
                            .workspaces()
                            .contains(workspaces.getOrDefault(call.recipient(), "")))
            .toList();
    List<Seen> marked = counted.stream().filter(call -> !isAftermath(call)).toList();
    WindowLaw law = new WindowLaw(ceiling.perSecond(), ceiling.burst());
    int all = law.check(calls(counted, false)).over();
    int strict = law.check(calls(marked, false)).over();
    WindowLaw.Verdict rest = law.check(calls(marked, true));
    return new Result(
        rest.over(),
        strict - rest.over(),
        all - strict,
        String.format(
            Locale.ROOT,
            "%s: %d windows over, the fullest by %.2f messages",
            ceiling.name(),
            rest.over(),
            rest.worst()));
  }

  private boolean isAftermath(Seen call) {
    return awakenings.stream()
        .anyMatch(
            woke -> !call.at().isBefore(woke) && call.earliest().isBefore(woke.plus(AFTERMATH)));
  }

  /** The ledger knows milliseconds: a message came some time within its own. */
  private static List<Call> calls(List<Seen> seen, boolean late) {
    return seen.stream()
        .map(
            call ->
                new Call(
                    (call.at().toEpochMilli() + 1) * NANOS_PER_MILLI,
                    (call.earliest().toEpochMilli() - (late ? call.lateMillis() : 0))
                        * NANOS_PER_MILLI,
                    "",
                    0))
        .toList();
  }
}
