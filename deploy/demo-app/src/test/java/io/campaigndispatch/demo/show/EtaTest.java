package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long it still takes. */
class EtaTest {

  @Test
  void whatIsLeft_takesItsPartOfASecondToo() {
    assertThat(Eta.seconds(101, 10)).isEqualTo(11);
  }

  @Test
  void nothingLeft_takesNoTime() {
    assertThat(Eta.seconds(0, 0)).isZero();
  }

  @Test
  void nothingMoving_cannotBeTold() {
    assertThat(Eta.seconds(5, 0)).isNull();
  }

  @Test
  void longTimes_areInMinutes() {
    assertThat(Eta.text(185L)).isEqualTo("3 min 05 s");
  }

  @Test
  void shortTimes_areInSeconds() {
    assertThat(Eta.text(119L)).isEqualTo("119 s");
  }

  @Test
  void unknownTime_isADash() {
    assertThat(Eta.text(null)).isEqualTo("–");
  }
}
