package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import io.campaigndispatch.model.workspace.Suppression.Category;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuppressionsTest {

  private static final Directory ACME =
      Samples.directory(
          workspace("acme").throttle(new Bandwidth(1, Duration.ofSeconds(1), 1)).build(),
          workspace("globex").build());
  private static final String NUMBER = "+34600000001";

  private final CoreHarness harness = CoreHarness.reading(ACME);

  private void suppress(String number, @Nullable Suppression suppression) {
    harness.handle(new CoreEvent.SuppressionChanged("acme", number, suppression));
  }

  private static Suppression all() {
    return new Suppression(Category.ALL, null);
  }

  @Test
  void all_suppressesEverything_withoutAnAttempt() {
    suppress(NUMBER, all());
    harness.read(request("acme", "r0").to(NUMBER).priority(Priority.URGENT));

    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.SUPPRESSED);
    assertThat(harness.onlyOutcome().attempt()).isZero();
    assertThat(harness.published)
        .singleElement()
        .isInstanceOfSatisfying(Write.Final.class, one -> assertThat(one.deadLetter()).isFalse());
  }

  @Test
  void marketing_suppressesBulkOnly() {
    suppress(NUMBER, new Suppression(Category.MARKETING, null));
    harness.read(request("acme", "bulk").to(NUMBER).priority(Priority.BULK));
    harness.read(request("acme", "normal").to(NUMBER).priority(Priority.NORMAL));

    assertThat(harness.onlyOutcome().requestId()).isEqualTo("bulk");
    assertThat(harness.inFlight()).containsExactly("normal");
  }

  @Test
  void otherWorkspaces_areNotConcerned() {
    suppress(NUMBER, all());
    harness.read(request("globex", "r0").to(NUMBER));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void optedOutWhileItWaitsForAToken_isNotCalled() {
    harness.read(request("acme", "first"));
    harness.read(request("acme", "waits").to(NUMBER));
    suppress(NUMBER, all());
    harness.elapse(Duration.ofSeconds(2));

    assertThat(harness.inFlight()).containsExactly("first");
    assertThat(harness.onlyOutcome().requestId()).isEqualTo("waits");
  }

  @Test
  void anyFormOfTheNumber_isTheSameRecipient() {
    String[][] forms = {
      {"+525512345678", "+5215512345678"},
      {"+541112345678", "+5491112345678"},
      {"+551187654321", "+5511987654321"}
    };
    for (String[] pair : forms) {
      for (int out = 0; out < 2; out++) {
        for (int to = 0; to < 2; to++) {
          suppress(pair[out], all());
          harness.read(request("acme", pair[0] + out + to).to(pair[to]));
          suppress(pair[out], null);
        }
      }
    }
    assertThat(harness.statuses()).hasSize(12).containsOnly(Status.SUPPRESSED);
  }

  @Test
  void optedInAgainUnderOneForm_isStillOutUnderTheOther() {
    suppress("+525512345678", all());
    suppress("+5215512345678", all());
    suppress("+525512345678", null);
    harness.read(request("acme", "r0").to("+525512345678"));
    assertThat(harness.statuses()).containsExactly(Status.SUPPRESSED);
  }

  @Test
  void untilItsTimeIsOver_only() {
    suppress(
        NUMBER,
        new Suppression(
            Category.ALL, Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(60)));
    harness.read(request("acme", "before").to(NUMBER));
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(60));
    harness.read(request("acme", "after").to(NUMBER));

    assertThat(harness.onlyOutcome().requestId()).isEqualTo("before");
    assertThat(harness.inFlight()).containsExactly("after");
  }

  @Test
  void optedIn_isSentToAgain() {
    suppress(NUMBER, all());
    suppress(NUMBER, null);
    harness.read(request("acme", "r0").to(NUMBER));
    assertThat(harness.inFlight()).containsExactly("r0");
  }
}
