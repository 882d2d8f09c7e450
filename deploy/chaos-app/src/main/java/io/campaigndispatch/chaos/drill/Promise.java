package io.campaigndispatch.chaos.drill;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.Set;

/**
 * What docs/operations/fault-drill.md promises, fault by fault. A time by rules is the alert's own
 * {@code for} and windows, and a minute: a scrape, two evaluations, and some to spare.
 */
enum Promise {
  VENDOR_DOWN(
      "vendor down",
      "the vendor closes every connection without a byte of answer",
      "it answers",
      new Alert("DispatcherBreakerOpen", Vendor.PLATICA.wireName()),
      Set.of(),
      // Ten calls have failed.
      Bound.of(ofMinutes(2).plusMinutes(1), ofSeconds(20)),
      // One call tries every 30 s.
      Bound.of(ofMinutes(1), ofSeconds(45))),
  VENDOR_SLOW(
      "vendor slow",
      "every answer takes 5 s more",
      "answers come at once",
      new Alert("DispatcherVendorSlow", Vendor.PLATICA.wireName()),
      Set.of(),
      Bound.of(ofMinutes(10).plusMinutes(1), ofSeconds(15)),
      Bound.of(ofMinutes(5).plusMinutes(1), ofSeconds(15))),
  CREDENTIAL_REVOKED(
      "credentials revoked",
      "the vendor answers 401 to one workspace",
      "another token is put into the credential's file, and the vendor takes it",
      new Alert("DispatcherWorkspaceHeld", Shop.REVOKED.id()),
      Set.of(),
      Bound.of(ofMinutes(1).plusMinutes(1), ofSeconds(15)),
      Bound.of(ofMinutes(1), ofSeconds(15))),
  FLOOD(
      "one workspace flooding",
      "it publishes 24,000 requests, which is what it may send in eighty minutes; they expire after an hour",
      "an operator cancels the campaign",
      new Alert("DispatcherBacklogTooLong", Shop.FLOODED.id()),
      Set.of(),
      Bound.of(ofMinutes(5).plusMinutes(1), ofSeconds(30)),
      Bound.of(ofMinutes(1), ofSeconds(45))),
  TEMPLATE_PAUSED(
      "template paused",
      "the vendor answers 132015 (template is paused) to one workspace",
      "the vendor takes it again, and an operator resumes the workspace",
      new Alert("DispatcherTemplateHeld", Shop.PAUSED.id()),
      Set.of(),
      Bound.of(ofMinutes(1).plusMinutes(1), ofSeconds(15)),
      Bound.of(ofMinutes(1), ofSeconds(15))),
  POISON(
      "poison records",
      "40 records that are no JSON",
      "they stop",
      new Alert("DispatcherDeadLetters", "other"),
      Set.of(),
      Bound.of(ofMinutes(1), ofSeconds(15)),
      Bound.of(ofMinutes(15).plusMinutes(1), ofSeconds(15))),
  CLOCK_STEPPED(
      "clock skew",
      "one worker's wall clock is set an hour ahead",
      "it is set back",
      new Alert("DispatcherClockStepped", ""),
      Set.of(),
      Bound.of(ofMinutes(1), ofSeconds(15)),
      // It settles for a minute.
      Bound.of(ofMinutes(5).plusMinutes(1), ofSeconds(75))),
  KAFKA_DOWN(
      "Kafka down",
      "kill -9 of the broker",
      "the broker is started",
      new Alert("DispatcherKafkaUnreachable", ""),
      Objective.BURN,
      // The group must have been silent for 30 s.
      Bound.of(ofMinutes(1).plusMinutes(1), ofSeconds(45)),
      // The broker starts, and the group forms again.
      Bound.of(ofMinutes(1), ofSeconds(60))),
  DISK_FULL(
      "disk full",
      "the disk of the broker's logs, a tmpfs, is filled to the last byte",
      "room is made, and the broker, which has ended, is started",
      // The broker does not refuse, it ends.
      new Alert("DispatcherKafkaUnreachable", ""),
      Objective.BURN,
      Bound.of(ofMinutes(1).plusMinutes(1), ofSeconds(60)),
      Bound.of(ofMinutes(1), ofSeconds(60)));

  /** One-time passwords that were published, and waited for Kafka's return, are late. */
  private static final class Objective {
    static final Set<String> BURN =
        Set.of("DispatcherUrgentLatencyFastBurn", "DispatcherUrgentLatencySlowBurn");
  }

  private final String fault;
  private final String injection;
  private final String cure;
  private final Alert alert;
  private final Set<String> consequences;
  private final Bound fires;
  private final Bound clears;

  Promise(
      String fault,
      String injection,
      String cure,
      Alert alert,
      Set<String> consequences,
      Bound fires,
      Bound clears) {
    this.fault = fault;
    this.injection = injection;
    this.cure = cure;
    this.alert = alert;
    this.consequences = Set.copyOf(consequences);
    this.fires = fires;
    this.clears = clears;
  }

  /** In a few words. */
  String fault() {
    return fault;
  }

  /** How it is brought about. */
  String injection() {
    return injection;
  }

  /** How it is ended. */
  String cure() {
    return cure;
  }

  /** What fires. */
  Alert alert() {
    return alert;
  }

  /** Names of alerts that may fire too. */
  Set<String> consequences() {
    return consequences;
  }

  /** Counted from the injection. */
  Bound fires() {
    return fires;
  }

  /** Counted from the cure. */
  Bound clears() {
    return clears;
  }
}
