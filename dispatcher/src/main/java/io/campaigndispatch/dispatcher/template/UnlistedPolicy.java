package io.campaigndispatch.dispatcher.template;

/** What to do with a template that is listed nowhere ({@code dispatch.templates.unknown}). */
public enum UnlistedPolicy {
  /** Let the vendor judge it. */
  PASS,
  /** Fail it before a token is spent. */
  REJECT
}
