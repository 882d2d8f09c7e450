package io.campaigndispatch.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContactTest {

  private static final long NOW = 1_000_000_000_000L;

  private final Contact contact = new Contact(NOW);

  @Test
  void question_isPutAgainOnlyAfterAWhile() {
    long due = NOW + Contact.ASK_EVERY_NANOS;
    assertThat(contact.asks(due - 1)).isFalse();
    assertThat(contact.asks(due)).isTrue();
    assertThat(contact.asks(due + Contact.ASK_EVERY_NANOS - 1)).isFalse();
    assertThat(contact.asks(due + Contact.ASK_EVERY_NANOS)).isTrue();
  }

  @Test
  void group_thatDoesNotAnswer_fallsSilentOnce() {
    assertThat(contact.fallsSilent(NOW + Contact.SILENCE_NANOS)).isFalse();
    assertThat(contact.fallsSilent(NOW + Contact.SILENCE_NANOS + 1)).isTrue();
    assertThat(contact.fallsSilent(NOW + 2 * Contact.SILENCE_NANOS)).isFalse();
  }

  @Test
  void group_thatIsSilent_isAskedByOthers_untilItAnswers() {
    long silent = NOW + Contact.SILENCE_NANOS + 1;
    assertThat(contact.fallsSilent(silent)).isTrue();
    assertThat(contact.asks(silent)).isFalse();
    contact.known(silent);
    assertThat(contact.asks(silent)).isTrue();
  }

  @Test
  void silence_isZero_whileAnAnswerMayStillCome() {
    assertThat(contact.silence(NOW)).isZero();
    assertThat(contact.silence(NOW + Contact.SILENCE_NANOS)).isZero();
  }

  @Test
  void silence_countsFromWhenTheGroupWasLastKnown_toHaveHadUs() {
    long silent = NOW + Contact.SILENCE_NANOS + 1;
    assertThat(contact.silence(silent)).isEqualTo(Duration.ofNanos(silent - NOW));
    assertThat(contact.silence(NOW + Duration.ofMinutes(3).toNanos()))
        .isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void silence_endsWithAnAnswer() {
    long answered = NOW + Duration.ofMinutes(3).toNanos();
    contact.known(answered);
    assertThat(contact.silence(answered + Contact.ASK_EVERY_NANOS)).isZero();
  }

  @Test
  void answerToAnOlderQuestion_takesNothingBack() {
    contact.known(NOW + 1_000);
    contact.known(NOW + 500);
    assertThat(contact.fallsSilent(NOW + 1_000 + Contact.SILENCE_NANOS)).isFalse();
  }

  @Test
  void group_thatAnswers_isKnownFromWhenItWasAsked() {
    contact.known(NOW + 1_000);
    assertThat(contact.fallsSilent(NOW + 1_000 + Contact.SILENCE_NANOS)).isFalse();
    assertThat(contact.fallsSilent(NOW + 1_001 + Contact.SILENCE_NANOS)).isTrue();
  }
}
