package io.campaigndispatch.dispatcher.control;

/** What the log says of a requests topic's adoption. */
sealed interface AdoptionResult {

  /** The log was read. */
  sealed interface Known extends AdoptionResult {}

  /** It was adopted. */
  record Found(Adoption adoption) implements Known {}

  /**
   * It was not.
   *
   * @param another whether a requests topic before it was
   */
  record None(boolean another) implements Known {}

  /** It cannot be told; the line says why. */
  record Refused(String problem) implements AdoptionResult {}
}
