package io.campaigndispatch.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParameterTextTest {

  @Test
  void cleanText_isTheSameInstance() {
    String text = "15 de marzo a las 10:00 AM";

    assertThat(ParameterText.sanitised(text)).isSameAs(text);
  }

  @Test
  void lineBreaksAndTabs_becomeOneSpace() {
    assertThat(ParameterText.sanitised("a\r\n\n\tb")).isEqualTo("a b");
  }

  @Test
  void runOfSpaces_becomesOneSpace() {
    assertThat(ParameterText.sanitised("a     b  c")).isEqualTo("a b c");
  }

  @Test
  void ends_areTrimmed() {
    assertThat(ParameterText.sanitised("\n a b \t")).isEqualTo("a b");
    assertThat(ParameterText.sanitised("a ")).isEqualTo("a");
  }

  @Test
  void blankText_becomesEmpty() {
    assertThat(ParameterText.sanitised(" \n ")).isEmpty();
    assertThat(ParameterText.sanitised("")).isEmpty();
  }
}
