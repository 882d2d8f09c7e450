package io.campaigndispatch.dispatcher.flow;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.core.Samples;
import org.junit.jupiter.api.Test;

class RecipientsTest {

  private static final String MEXICAN = "+5215512345678";

  private final Pending first = pending(1, MEXICAN);
  private final Pending second = pending(2, MEXICAN);
  private final Pending third = pending(3, MEXICAN);
  private final Recipients recipients = new Recipients(0);

  private static Pending pending(long offset, String recipient) {
    return Samples.pending(offset, request("acme", "r" + offset).to(recipient));
  }

  @Test
  void freeRecipient_keepsNobodyWaiting() {
    assertThat(recipients.stepAside(first)).isFalse();
  }

  @Test
  void busyRecipient_keepsTheNextAsideUntilItsTurn() {
    recipients.started(first, 0);
    assertThat(recipients.stepAside(second)).isTrue();
    assertThat(recipients.stepAside(third)).isTrue();

    recipients.finished(first);
    assertThat(recipients.advance(first, 0)).isSameAs(second);
    assertThat(recipients.stepAside(second)).isFalse();
    assertThat(recipients.stepAside(pending(4, MEXICAN))).isTrue();
  }

  @Test
  void secondAttemptForABusyRecipient_isRefused() {
    recipients.started(first, 0);

    assertThatThrownBy(() -> recipients.started(second, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void recipientThatTheVendorRefuses_staysClosedAsLongAsToldOrItsPairInterval() {
    Recipients spaced = new Recipients(100);
    spaced.started(first, 0);
    spaced.stepAside(second);

    spaced.close(first, 50);
    assertThat(spaced.finished(first)).isEqualTo(100);
    assertThat(spaced.advance(first, 100)).isSameAs(second);
    spaced.started(second, 100);
    spaced.close(second, 4_000);
    assertThat(spaced.finished(second)).isEqualTo(4_000);
  }

  @Test
  void recipient_staysClosedForThePairInterval() {
    Recipients spaced = new Recipients(100);
    spaced.started(first, 0);
    spaced.stepAside(second);

    assertThat(spaced.finished(first)).isEqualTo(100);
    assertThat(spaced.advance(first, 99)).isNull();
    assertThat(spaced.stepAside(third)).isTrue();
    assertThat(spaced.advance(first, 100)).isSameAs(second);
  }

  @Test
  void turnThatEndsWithoutACall_goesToTheNext() {
    recipients.started(first, 0);
    recipients.stepAside(second);
    recipients.stepAside(third);
    recipients.finished(first);
    recipients.advance(first, 0);

    assertThat(recipients.ended(second)).isSameAs(third);
    assertThat(recipients.ended(third)).isNull();
    assertThat(recipients.stepAside(pending(4, MEXICAN))).isFalse();
  }

  @Test
  void requestThatGoesAgain_comesBeforeThoseAside() {
    recipients.started(first, 0);
    recipients.stepAside(second);

    recipients.again(first);
    recipients.finished(first);
    assertThat(recipients.advance(first, 0)).isSameAs(first);
    assertThat(recipients.stepAside(second)).isTrue();
  }

  @Test
  void recipientOfAnEndedCall_isForgotten() {
    recipients.started(first, 0);
    recipients.finished(first);
    recipients.advance(first, 0);

    assertThat(recipients.stepAside(second)).isFalse();
    assertThatThrownBy(() -> recipients.finished(first)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void formsOfOneNumber_areOneRecipient() {
    assertOneRecipient("+5215512345678", "+525512345678");
    assertOneRecipient("+5491123456789", "+541123456789");
    assertOneRecipient("+5511987654321", "+551187654321");
  }

  @Test
  void otherNumbers_areOtherRecipients() {
    assertOthers("+525512345678", "+525512345679");
    // Without the ninth digit it is another subscriber's number, not another form.
    assertOthers("+5511887654321", "+551187654321");
    assertOthers("+3415512345678", "+345512345678");
  }

  @Test
  void conversationWithoutRecipient_isARecipientOfItsOwn() {
    recipients.started(Samples.pending(1, request("acme", "r1").inConversation("77")), 0);

    assertThat(recipients.stepAside(Samples.pending(2, request("acme", "r2").inConversation("77"))))
        .isTrue();
    assertThat(recipients.stepAside(Samples.pending(3, request("acme", "r3").inConversation("78"))))
        .isFalse();
  }

  private static void assertOneRecipient(String one, String other) {
    Recipients fresh = new Recipients(0);
    fresh.started(pending(1, one), 0);
    assertThat(fresh.stepAside(pending(2, other))).isTrue();
  }

  private static void assertOthers(String one, String other) {
    Recipients fresh = new Recipients(0);
    fresh.started(pending(1, one), 0);
    assertThat(fresh.stepAside(pending(2, other))).isFalse();
  }
}
