package io.campaigndispatch.chaos.load;

/** What is special about a published record. */
public enum Kind {
  ORDINARY,
  /** Its request id was published before. */
  DUPLICATE,
  /** It breaks a rule, its ids can be read: FAILED without a call. */
  INVALID,
  /** Nothing of it can be read: a dead letter without an outcome. */
  JUNK,
  /** It expires within seconds. */
  EXPIRING,
  /** It is to wait for some seconds. */
  SCHEDULED
}
