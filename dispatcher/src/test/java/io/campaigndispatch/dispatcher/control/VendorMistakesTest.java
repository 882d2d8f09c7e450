package io.campaigndispatch.dispatcher.control;

import static io.campaigndispatch.dispatcher.control.BrokenFile.assertLines;

import org.junit.jupiter.api.Test;

/** The line of each mistake in an entry of {@code vendors}. */
class VendorMistakesTest {

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
}
