package io.campaigndispatch.model.send;

/** Which of a workspace's own requests goes first; most urgent first. */
public enum Priority {
  URGENT,
  NORMAL,
  BULK
}
