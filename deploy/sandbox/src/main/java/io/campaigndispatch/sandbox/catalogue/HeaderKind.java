package io.campaigndispatch.sandbox.catalogue;

/** What a template has above its body. */
public enum HeaderKind {
  NONE,
  TEXT,
  IMAGE,
  DOCUMENT,
  VIDEO;

  /** Whether the header is a file that the sender names by its address. */
  public boolean isMedia() {
    return switch (this) {
      case NONE, TEXT -> false;
      case IMAGE, DOCUMENT, VIDEO -> true;
    };
  }
}
