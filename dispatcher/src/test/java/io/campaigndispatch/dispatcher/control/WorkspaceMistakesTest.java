package io.campaigndispatch.dispatcher.control;

import static io.campaigndispatch.dispatcher.control.BrokenFile.assertLines;

import org.junit.jupiter.api.Test;

/** The line of each mistake in an entry of {@code workspaces} or {@code throttle-groups}. */
class WorkspaceMistakesTest {

  @Test
  void throttleLeftUnfinished_isNotUnlimited() {
    assertLines(
        "throttle: [ { rate: 20, per: 1s } ]",
        "throttle:",
        "w.yaml:9: workspaces[0].throttle: expected a value, or the key left out, received"
            + " nothing");
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

  private static void assertWorkspaceKey(String keyAndValue, String rest) {
    assertLines(
        "vendor: gw\n", "vendor: gw\n    " + keyAndValue + "\n", "w.yaml:8: workspaces[0]." + rest);
  }
}
