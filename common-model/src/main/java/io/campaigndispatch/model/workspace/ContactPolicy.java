package io.campaigndispatch.model.workspace;

/** Whether a request's contact data goes to vendors that update profiles with a send. */
public enum ContactPolicy {
  PASS,
  DROP
}
