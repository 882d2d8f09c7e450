package io.campaigndispatch.dispatcher.control;

import static io.campaigndispatch.dispatcher.control.BrokenFile.GOOD;
import static io.campaigndispatch.dispatcher.control.BrokenFile.assertLines;
import static io.campaigndispatch.dispatcher.control.BrokenFile.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lines of mistakes in the file's form, and that all of a file are reported. */
class FileMistakesTest {

  @Test
  void fileTheseTestsBreak_isGood() {
    assertThat(DirectoryFile.read("w.yaml", GOOD)).isInstanceOf(DirectoryResult.Loaded.class);
  }

  @Test
  void unknownKey_isRefusedWithTheKeyThatWasMeant() {
    assertLines(
        "type: gateway",
        "type: gateway\n    maxInflight: 12",
        "w.yaml:4: vendors[0].maxInflight: expected one of id, type, base-url, dialect,"
            + " max-in-flight, response-timeout, max-recipients, received an unknown key (did you"
            + " mean max-in-flight?)");
  }

  @Test
  void unknownKeyLikeNoOther_isRefusedWithoutItsValue() {
    assertLines(
        "credential: env:ACME_TOKEN",
        "credential: none\n    bearer: s3cret",
        "w.yaml:9: workspaces[0].bearer: expected one of id, vendor, vendor-workspace-id,"
            + " credential, throttle, throttle-group, weight, pair-interval, contacts,"
            + " default-country, on-uncertain, expires-after, retry, received an unknown key");
  }

  @Test
  void controlCharactersAndLineBreaksOfEveryKind_doNotReachALine() {
    assertLines(
        "type: gateway",
        "type: \"a\\x85b\\u2028c\\x9bd\"",
        "w.yaml:3: vendors[0].type: expected plazbot | platica | gateway, received \"a b c d\"");
  }

  @Test
  void unknownSection_isRefused() {
    assertLines(
        "templates:",
        "template:",
        "w.yaml:12: template: expected one of vendors, workspaces, throttle-groups, templates,"
            + " received an unknown key (did you mean templates?)");
  }

  @Test
  void sectionOfAnotherShape_isRefused() {
    assertLines(
        "throttle: [ { rate: 20, per: 1s } ]",
        "throttle: { rate: 20, per: 1s }",
        "w.yaml:9: workspaces[0].throttle: expected a list of mappings, received a mapping");
  }

  @Test
  void entryThatIsNoMapping_isRefused() {
    assertLines(
        "throttle: [ { rate: 20, per: 1s } ]",
        "throttle: [ 20/s ]",
        "w.yaml:9: workspaces[0].throttle[0]: expected a mapping, received \"20/s\"");
  }

  @Test
  void textThatIsAList_isRefused() {
    assertLines(
        "name: hello",
        "name: [hello]",
        "w.yaml:13: templates[0].name: expected a text that is not empty, received a list");
  }

  @Test
  void keyTwice_isRefused() {
    assertLines(
        "type: gateway",
        "type: gateway\n    type: platica",
        "w.yaml:4: vendors[0].type: expected the key once, received it again (first on line 3)");
  }

  @Test
  void keyWithoutValue_isRefusedOnce() {
    assertLines(
        "credential: env:ACME_TOKEN",
        "credential:",
        "w.yaml:8: workspaces[0].credential: expected a value, or the key left out, received"
            + " nothing");
  }

  @Test
  void missingVendors_areRefused() {
    assertThat(lines("workspaces: []"))
        .containsExactly("w.yaml:1: vendors: expected a list of vendors, received nothing");
  }

  @Test
  void missingWorkspaces_areRefused() {
    assertThat(lines("vendors: []"))
        .containsExactly(
            "w.yaml:1: workspaces: expected a list of workspaces ([] when there are none),"
                + " received nothing");
  }

  @Test
  void missingId_isRefused() {
    assertLines(
        "- { id: shared,",
        "- {",
        "w.yaml:11: throttle-groups[0].id: expected 1 to 64 of letters, digits, dot, underscore and"
            + " hyphen, received nothing");
  }

  @Test
  void idWithOtherCharacters_isRefused() {
    assertLines(
        "- { id: shared,",
        "- { id: \"sha\\nred\",",
        "w.yaml:11: throttle-groups[0].id: expected 1 to 64 of letters, digits, dot, underscore and"
            + " hyphen, received \"sha red\"");
  }

  @Test
  void duplicateId_isRefused() {
    assertLines(
        "workspaces:",
        "  - { id: gw, type: platica, base-url: \"https://p.example\" }\nworkspaces:",
        "w.yaml:5: vendors[1].id: expected an id that no other of vendors has, received \"gw\""
            + " (also on line 2)");
  }

  @Test
  void everyMistakeOfAFile_isReportedInItsOrder() {
    String yaml =
        GOOD.replace("type: gateway", "type: telegram")
            .replace("rate: 20", "rate: fast")
            .replace("type: url", "type: link");

    assertThat(lines(yaml))
        .containsExactly(
            "w.yaml:3: vendors[0].type: expected plazbot | platica | gateway, received"
                + " \"telegram\"",
            "w.yaml:9: workspaces[0].throttle[0].rate: expected a whole number from 1 to"
                + " 1000000000, received \"fast\"",
            "w.yaml:13: templates[0].buttons[0].type: expected url | quick_reply | otp |"
                + " phone_number, received \"link\"");
  }

  @Test
  void moreThan100Mistakes_areCounted() {
    assertThat(lines("vendors: []\nworkspaces: [" + "1,".repeat(150) + "]"))
        .hasSize(101)
        .endsWith("w.yaml: and 50 more");
  }

  @Test
  void emptyFile_isRefused() {
    assertThat(lines("# nothing yet\n"))
        .containsExactly("w.yaml:1: file: expected vendors and workspaces, received an empty file");
  }

  @Test
  void brokenYaml_isRefusedWithItsLine() {
    assertLines(
        "throttle: [ { rate: 20, per: 1s } ]",
        "throttle: [ { rate: 20, per: 1s ]",
        "w.yaml:9: file: expected YAML, received an error: expected ',' or '}', but got ]");
  }

  @Test
  void alias_isRefusedSoThatNoFileUnfolds() {
    assertThat(lines("vendors: &v []\nworkspaces: *v\n"))
        .containsExactly("w.yaml:2: file: expected every value written out, received the alias *v");
  }

  @Test
  void secondDocument_isRefused() {
    assertThat(lines("vendors: []\nworkspaces: []\n---\nvendors: []\n"))
        .containsExactly("w.yaml:4: file: expected one YAML document, received a second one");
  }

  @Test
  void tooDeep_isRefused() {
    assertThat(lines("vendors: " + "[".repeat(40) + "]".repeat(40)))
        .containsExactly(
            "w.yaml:1: file: expected YAML, at most 32 levels deep and 64 MiB, received something"
                + " else");
  }

  @Test
  void listAtTheTop_isRefused() {
    assertThat(lines("- vendors\n"))
        .containsExactly("w.yaml:1: file: expected a mapping, received a list");
  }
}
