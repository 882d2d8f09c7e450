package io.campaigndispatch.sandbox.catalogue;

/** Meta's review states of a template; only an approved one can be sent. */
public enum TemplateStatus {
  APPROVED,
  PENDING,
  REJECTED,
  PAUSED,
  DISABLED
}
