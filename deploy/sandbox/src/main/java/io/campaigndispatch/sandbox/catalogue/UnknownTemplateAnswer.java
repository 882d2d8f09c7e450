package io.campaigndispatch.sandbox.catalogue;

/**
 * How the gateway reports a template it does not know. Its document does not say; the sandbox can
 * do all three.
 */
public enum UnknownTemplateAnswer {
  /** HTTP 200, and Meta's error 132001 in each recipient's result. */
  RESULTS,
  /** HTTP 404 for the whole call. */
  NOT_FOUND,
  /** HTTP 400 for the whole call. */
  BAD_REQUEST
}
