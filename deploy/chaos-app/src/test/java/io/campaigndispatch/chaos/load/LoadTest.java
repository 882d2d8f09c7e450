package io.campaigndispatch.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.campaigndispatch.model.wire.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final int SECONDS = 60;

  @Test
  void load_sameSeed_isTheSame() {
    assertThat(Load.of(7, SECONDS))
        .isEqualTo(Load.of(7, SECONDS))
        .isNotEqualTo(Load.of(8, SECONDS));
  }

  @Test
  void load_anySeed_isInOrderAndHasEveryKind() {
    List<Planned> load = Load.of(7, SECONDS);
    assertThat(load).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
    assertThat(load.stream().map(Planned::kind).collect(Collectors.toSet()))
        .contains(Kind.values());
    assertThat(load).extracting(Planned::workspace).contains("acme", "escuela", "hotel");
  }

  @Test
  void recipient_ofAllThatIsNoDuplicate_isNobodyElses() {
    Map<String, Planned> byRecipient = new HashMap<>();
    for (Planned planned : Load.of(7, SECONDS)) {
      Planned other = byRecipient.putIfAbsent(planned.recipient(), planned);
      assertThat(other == null || other.requestId().equals(planned.requestId())).isTrue();
    }
  }

  @Test
  void demand_ofEveryThrottledWorkspace_isWellBelowItsThrottle() {
    for (Tenant tenant : Fleet.tenants()) {
      assertThat(tenant.throttle()).allMatch(limit -> tenant.demand() <= 0.4 * limit.perSecond());
    }
  }

  @Test
  void record_ofAnyKind_isKeyedByWorkspaceAndCarriesItsTime() {
    Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    for (Planned planned : Load.of(7, SECONDS)) {
      var record = Records.of(planned, now);
      assertThat(record.topic()).isEqualTo(Topics.DEFAULT.requests());
      assertThat(record.timestamp()).isEqualTo(now.toEpochMilli());
      assertThat(record.key()).asString().isEqualTo(planned.workspace());
      assertThat(record.value()).isNotEmpty();
    }
  }

  @Test
  void ceilings_ofTheFleet_areWholeMessagesASecond() {
    assertThat(Fleet.ceilings())
        .extracting(Ceiling::name, Ceiling::perSecond, Ceiling::burst)
        .contains(tuple("group one-number", 12L, 4L), tuple("key of escuela", 29L, 1L));
  }
}
