package io.campaigndispatch.sandbox.catalogue;

/** What the catalogue says about a template that a request names. */
public sealed interface TemplateLookup {

  /** It is there and approved: the request must fit it. */
  record Known(Template template) implements TemplateLookup {}

  /** It is not in the catalogue, which is open: the request is taken as it is. */
  record AsGiven() implements TemplateLookup {}

  /** It does not exist, not in this language, or is not approved. */
  record Missing() implements TemplateLookup {}

  /** It exists, and no request ever fits it (the names starting with {@code rejected_}). */
  record NeverFits() implements TemplateLookup {}

  /**
   * It exists and cannot be sent at present.
   *
   * @param status {@code PAUSED} or {@code DISABLED}
   */
  record Stopped(TemplateStatus status) implements TemplateLookup {}
}
