package io.campaigndispatch.chaos.load;

/** What a workspace sends. */
public enum Form {
  TEXT,
  TEMPLATE
}
