package io.campaigndispatch.dispatcher.control;

import static io.campaigndispatch.dispatcher.control.BrokenFile.GOOD;
import static io.campaigndispatch.dispatcher.control.BrokenFile.assertLines;
import static io.campaigndispatch.dispatcher.control.BrokenFile.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The line of each mistake in an entry of {@code templates}. */
class TemplateMistakesTest {

  @Test
  void templateOfUnknownWorkspace_isRefused() {
    assertLines(
        "workspace: acme",
        "workspace: acne",
        "w.yaml:13: templates[0].workspace: expected the id of one of workspaces, received \"acne\""
            + " (did you mean acme?)");
  }

  @Test
  void templateWithoutName_isRefused() {
    assertLines(
        "name: hello, ",
        "",
        "w.yaml:13: templates[0].name: expected the template's name, received nothing");
  }

  @Test
  void templateTwice_isRefused() {
    assertThat(lines(GOOD + "  - { workspace: acme, name: hello }\n"))
        .containsExactly(
            "w.yaml:14: templates[1].name: expected one entry per workspace, name and language,"
                + " received \"hello\" (also on line 13)");
  }

  @Test
  void unknownHeader_isRefused() {
    assertLines(
        "name: hello",
        "name: hello, header: gif",
        "w.yaml:13: templates[0].header: expected text | image | document | video, received"
            + " \"gif\"");
  }

  @Test
  void bodyParameterTwice_isRefused() {
    assertLines(
        "name: hello",
        "name: hello, body-params: [ name, name ]",
        "w.yaml:13: templates[0].body-params[1]: expected a text that is not in the list yet,"
            + " received \"name\"");
  }

  @Test
  void buttonWithoutType_isRefused() {
    assertLines(
        "{ index: 0, type: url }",
        "{ index: 0 }",
        "w.yaml:13: templates[0].buttons[0].type: expected url | quick_reply | otp | phone_number,"
            + " received nothing");
  }

  @Test
  void buttonIndexTwice_isRefused() {
    assertLines(
        "{ index: 0, type: url }",
        "{ index: 0, type: url }, { index: 0, type: otp }",
        "w.yaml:13: templates[0].buttons[1].index: expected an index that no other button has,"
            + " received \"0\"");
  }

  @Test
  void buttonIndexAbove9_isRefused() {
    assertLines(
        "index: 0",
        "index: 10",
        "w.yaml:13: templates[0].buttons[0].index: expected a whole number from 0 to 9, received"
            + " \"10\"");
  }
}
