package io.campaigndispatch.sandbox.catalogue;

/** What happens to a template that is not in the catalogue. */
public enum TemplatePolicy {
  /** It does not exist. */
  STRICT,
  /** It is taken as given, unless its name is a {@link MagicName}. */
  OPEN
}
