package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.WorkspaceSample;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shown of a workspace's rate: all that limits it, and as its throttle does. */
class AllowedRatesTest {

  private static final Bandwidth EIGHTY = new Bandwidth(80, Duration.ofSeconds(1), 8);
  private static final ToIntFunction<String> ONE_HOME = _ -> 0;
  private static final ToIntFunction<String> HOMES_OF_THEIR_OWN = id -> id.charAt(0) - 'a';

  private static Directory directory(WorkspaceSample... workspaces) {
    Map<String, Workspace> byId =
        Stream.of(workspaces)
            .map(WorkspaceSample::build)
            .collect(Collectors.toMap(Workspace::id, Function.identity()));
    Map<String, Vendor> vendors =
        Stream.of(Samples.vendor(), Samples.vendor("platica", VendorType.PLATICA, 64, 1))
            .collect(Collectors.toMap(Vendor::id, Function.identity()));
    return new Directory(vendors, byId, Map.of("number", List.of(EIGHTY)), List.of());
  }

  /** Of workspace {@code a}, the same by configuration and by the throttle of a worker. */
  private static double allowed(Directory directory, ToIntFunction<String> homeOf) {
    double allowed = new AllowedRates(directory, homeOf).perSecond("a");
    Throttles throttles = new Throttles(new CoreClock(0), directory, homeOf);
    assertThat(directory.workspaces().get("a"))
        .isNotNull()
        .satisfies(one -> assertThat(throttles.of(one).effectivePerSecond()).isEqualTo(allowed));
    return allowed;
  }

  @Test
  void noLimit_isInfinite() {
    assertThat(allowed(directory(workspace("a")), ONE_HOME)).isInfinite();
  }

  @Test
  void throttle_isItsSmallestRate() {
    Bandwidth twenty = new Bandwidth(20, Duration.ofSeconds(1), 4);
    Bandwidth hundredAMinute = new Bandwidth(120, Duration.ofMinutes(1), 120);

    assertThat(allowed(directory(workspace("a").throttle(twenty, hundredAMinute)), ONE_HOME))
        .isEqualTo(2);
  }

  @Test
  void group_limitsItsMembers_exceptBelowTheirOwn() {
    Bandwidth twenty = new Bandwidth(20, Duration.ofSeconds(1), 4);
    Bandwidth hundred = new Bandwidth(100, Duration.ofSeconds(1), 4);

    assertThat(allowed(directory(workspace("a").group("number")), ONE_HOME)).isEqualTo(80);
    assertThat(allowed(directory(workspace("a").group("number").throttle(twenty)), ONE_HOME))
        .isEqualTo(20);
    assertThat(allowed(directory(workspace("a").group("number").throttle(hundred)), ONE_HOME))
        .isEqualTo(80);
  }

  @Test
  void groupsMembers_atOneHome_mayEachUseItUp() {
    Directory three =
        directory(
            workspace("a").group("number"),
            workspace("b").group("number"),
            workspace("c").group("number"));

    assertThat(allowed(three, ONE_HOME)).isEqualTo(80);
  }

  @Test
  void groupsMembers_atHomesOfTheirOwn_haveEachAPart() {
    Directory four =
        directory(
            workspace("a").group("number"),
            workspace("b").group("number"),
            workspace("c").group("number"),
            workspace("d").group("number"));

    assertThat(allowed(four, HOMES_OF_THEIR_OWN)).isEqualTo(20);
  }

  @Test
  void platicasKey_limitsWithoutAThrottle() {
    assertThat(allowed(directory(workspace("a").vendor("platica")), ONE_HOME)).isEqualTo(29);
    assertThat(
            allowed(
                directory(workspace("a").vendor("platica"), workspace("b").vendor("platica")),
                HOMES_OF_THEIR_OWN))
        .isCloseTo(14.5, within(1.0));
  }

  @Test
  void unknownWorkspace_mayNothing() {
    assertThat(new AllowedRates(directory(), ONE_HOME).perSecond("a")).isZero();
  }
}
