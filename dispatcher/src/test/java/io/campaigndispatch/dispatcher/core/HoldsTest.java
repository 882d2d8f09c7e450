package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldsTest {

  private static final Directory ACME = Samples.directory(workspace("acme").build());

  private static CoreEvent paused(boolean paused) {
    return new CoreEvent.WorkspacePaused("acme", paused, Instant.EPOCH);
  }

  @Test
  void operatorPauses_nothingStarts_untilItGoesOn() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(paused(true));
    harness.read(request("acme", "r0"));
    harness.elapse(Duration.ofDays(1));
    assertThat(harness.inFlight()).isEmpty();

    harness.handle(paused(false));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void operatorsHold_isNotEndedByANewCredential() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.handle(paused(true));
    harness.read(request("acme", "r0"));
    harness.handle(new CoreEvent.CredentialChanged("acme"));
    assertThat(harness.inFlight()).isEmpty();
  }
}
