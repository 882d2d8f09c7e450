package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each mistake's line, and that all of a file are reported. */
class DirectoryFileMistakesTest {

  private static final String GOOD =
      """
      vendors:
        - id: gw
          type: gateway
          base-url: https://gw.example
      workspaces:
        - id: acme
          vendor: gw
          credential: env:ACME_TOKEN
          throttle: [ { rate: 20, per: 1s } ]
      throttle-groups:
        - { id: shared, throttle: [ { rate: 80, per: 1s } ] }
      templates:
        - { workspace: acme, name: hello, buttons: [ { index: 0, type: url } ] }
      """;

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
  void missingType_isRefused() {
    assertLines(
        "    type: gateway\n",
        "",
        "w.yaml:2: vendors[0].type: expected plazbot | platica | gateway, received nothing");
  }

  @Test
  void unknownType_isRefused() {
    assertLines(
        "type: gateway",
        "type: twilio",
        "w.yaml:3: vendors[0].type: expected plazbot | platica | gateway, received \"twilio\"");
  }

  @Test
  void cloudApi_isRefusedAsNotSupportedYet() {
    assertLines(
        "type: gateway",
        "type: cloud-api",
        "w.yaml:3: vendors[0].type: expected plazbot | platica | gateway (cloud-api is not"
            + " supported yet), received \"cloud-api\"");
  }

  @Test
  void missingBaseUrl_isRefused() {
    assertLines(
        "    base-url: https://gw.example\n",
        "",
        "w.yaml:2: vendors[0].base-url: expected an http or https URL without user, query and"
            + " fragment, such as https://api.example.com, received nothing");
  }

  @Test
  void baseUrlWithoutScheme_isRefused() {
    assertLines(
        "https://gw.example",
        "gw.example",
        "w.yaml:4: vendors[0].base-url: expected an http or https URL without user, query and"
            + " fragment, such as https://api.example.com, received \"gw.example\"");
  }

  @Test
  void baseUrlWithPassword_isRefusedWithoutShowingIt() {
    assertLines(
        "https://gw.example",
        "https://me:s3cret@gw.example",
        "w.yaml:4: vendors[0].base-url: expected an http or https URL without user, query and"
            + " fragment, such as https://api.example.com, received a value not shown here");
  }

  @Test
  void dialectOfAnotherVendor_isRefused() {
    assertLines(
        "type: gateway",
        "type: gateway\n    dialect: legacy",
        "w.yaml:4: vendors[0].dialect: expected the key only where type is plazbot, received"
            + " \"legacy\"");
  }

  @Test
  void unknownDialect_isRefused() {
    assertLines(
        "type: gateway",
        "type: plazbot\n    dialect: old",
        "w.yaml:4: vendors[0].dialect: expected current | legacy, received \"old\"");
  }

  @Test
  void maxRecipientsOfAnotherVendor_isRefused() {
    assertLines(
        "type: gateway",
        "type: platica\n    max-recipients: 5",
        "w.yaml:4: vendors[0].max-recipients: expected the key only where type is gateway, received"
            + " \"5\"");
  }

  @Test
  void maxRecipientsAbove50_isRefused() {
    assertLines(
        "type: gateway",
        "type: gateway\n    max-recipients: 51",
        "w.yaml:4: vendors[0].max-recipients: expected a whole number from 1 to 50, received"
            + " \"51\"");
  }

  @Test
  void maxInFlightOfZero_isRefused() {
    assertLines(
        "type: gateway",
        "type: gateway\n    max-in-flight: 0",
        "w.yaml:4: vendors[0].max-in-flight: expected a whole number from 1 to 100000, received"
            + " \"0\"");
  }

  @Test
  void responseTimeoutWithoutUnit_isRefused() {
    assertLines(
        "type: gateway",
        "type: gateway\n    response-timeout: 10",
        "w.yaml:4: vendors[0].response-timeout: expected a duration such as 500ms, 10s, 5m, 12h or"
            + " 7d, from 1ms to 10m, received \"10\"");
  }

  @Test
  void unknownVendor_isRefusedWithTheOneThatWasMeant() {
    assertLines(
        "vendor: gw\n",
        "vendor: GW\n",
        "w.yaml:7: workspaces[0].vendor: expected the id of one of vendors, received \"GW\" (did"
            + " you mean gw?)");
  }

  @Test
  void missingVendor_isRefused() {
    assertLines(
        "    vendor: gw\n",
        "",
        "w.yaml:6: workspaces[0].vendor: expected the id of one of vendors, received nothing");
  }

  @Test
  void missingCredential_isRefused() {
    assertLines(
        "    credential: env:ACME_TOKEN\n",
        "",
        "w.yaml:6: workspaces[0].credential: expected env:NAME, file:/path or none, received"
            + " nothing");
  }

  @Test
  void secretInsteadOfItsPlace_isRefusedWithoutShowingIt() {
    assertLines(
        "env:ACME_TOKEN",
        "s3cret",
        "w.yaml:8: workspaces[0].credential: expected env:NAME, file:/path or none, received a"
            + " value not shown here");
  }

  @Test
  void missingRate_isRefused() {
    assertLines(
        "{ rate: 20, per",
        "{ per",
        "w.yaml:9: workspaces[0].throttle[0].rate: expected a whole number from 1 to 1000000000,"
            + " received nothing");
  }

  @Test
  void missingPer_isRefused() {
    assertLines(
        "{ rate: 20, per: 1s }",
        "{ rate: 20 }",
        "w.yaml:9: workspaces[0].throttle[0].per: expected a duration such as 1s, received"
            + " nothing");
  }

  @Test
  void rateWithFraction_isRefused() {
    assertLines(
        "rate: 20",
        "rate: 0.5",
        "w.yaml:9: workspaces[0].throttle[0].rate: expected a whole number from 1 to 1000000000,"
            + " received \"0.5\"");
  }

  @Test
  void perOfUnknownUnit_isRefused() {
    assertLines(
        "{ rate: 20, per: 1s }",
        "{ rate: 20, per: 1 sec }",
        "w.yaml:9: workspaces[0].throttle[0].per: expected a duration such as 500ms, 10s, 5m, 12h"
            + " or 7d, from 1ms to 366d, received \"1 sec\"");
  }

  @Test
  void rateAboveOnePerNanosecond_isRefused() {
    assertLines(
        "{ rate: 20, per: 1s }",
        "{ rate: 1000001, per: 1ms }",
        "w.yaml:9: workspaces[0].throttle[0].rate: expected at most one message per nanosecond,"
            + " received \"1000001\"");
  }

  @Test
  void burstOfZero_isRefused() {
    assertLines(
        "rate: 20,",
        "rate: 20, burst: 0,",
        "w.yaml:9: workspaces[0].throttle[0].burst: expected a whole number from 1 to 1000000000,"
            + " received \"0\"");
  }

  @Test
  void unknownThrottleGroup_isRefused() {
    assertLines(
        "vendor: gw\n",
        "vendor: gw\n    throttle-group: share\n",
        "w.yaml:8: workspaces[0].throttle-group: expected the id of one of throttle-groups, received"
            + " \"share\" (did you mean shared?)");
  }

  @Test
  void throttleGroupWithoutThrottle_isRefused() {
    assertLines(
        "{ id: shared, throttle: [ { rate: 80, per: 1s } ] }",
        "{ id: shared }",
        "w.yaml:11: throttle-groups[0].throttle: expected a list of {rate, per, burst}, received"
            + " nothing");
  }

  @Test
  void weightOfZero_isRefused() {
    assertWorkspaceKey(
        "weight: 0", "weight: expected a whole number from 1 to 10000, received \"0\"");
  }

  @Test
  void pairIntervalAboveADay_isRefused() {
    assertWorkspaceKey(
        "pair-interval: 2d",
        "pair-interval: expected a duration such as 500ms, 10s, 5m, 12h or 7d, from 1ms to 1d,"
            + " received \"2d\"");
  }

  @Test
  void unknownContacts_areRefused() {
    assertWorkspaceKey("contacts: keep", "contacts: expected pass | drop, received \"keep\"");
  }

  @Test
  void countryOutsideIso3166_isRefused() {
    assertWorkspaceKey(
        "default-country: Mexico",
        "default-country: expected a country code of ISO 3166-1 such as MX, received \"Mexico\"");
  }

  @Test
  void unknownOnUncertain_isRefused() {
    assertWorkspaceKey(
        "on-uncertain: RETRY", "on-uncertain: expected HOLD | RESEND, received \"RETRY\"");
  }

  @Test
  void expiresAfterThatIsNoDuration_isRefused() {
    assertWorkspaceKey(
        "expires-after: never",
        "expires-after: expected a duration such as 500ms, 10s, 5m, 12h or 7d, from 1s to 366d,"
            + " received \"never\"");
  }

  @Test
  void maxAttemptsOfZero_isRefused() {
    assertWorkspaceKey(
        "retry: { max-attempts: 0 }",
        "retry.max-attempts: expected a whole number from 1 to 100, received \"0\"");
  }

  @Test
  void emptyVendorWorkspaceId_isRefused() {
    assertWorkspaceKey(
        "vendor-workspace-id: \"\"",
        "vendor-workspace-id: expected a text that is not empty, received \"\"");
  }

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

  private static void assertWorkspaceKey(String keyAndValue, String rest) {
    assertLines(
        "vendor: gw\n", "vendor: gw\n    " + keyAndValue + "\n", "w.yaml:8: workspaces[0]." + rest);
  }

  /** The good file with one text replaced is refused with exactly these lines. */
  private static void assertLines(String from, String to, String... expected) {
    assertThat(GOOD).contains(from);
    assertThat(lines(GOOD.replace(from, to))).containsExactly(expected);
  }

  private static List<String> lines(String yaml) {
    return switch (DirectoryFile.read("w.yaml", yaml)) {
      case DirectoryResult.Loaded _ -> List.of();
      case DirectoryResult.Refused(List<String> mistakes) -> mistakes;
    };
  }
}
