package io.campaigndispatch.sandbox.catalogue;

/**
 * A catalogue file that cannot be used; the message is one line naming file, key, value and what
 * was expected.
 */
public final class CatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogueException(String message) {
    super(message);
  }
}
