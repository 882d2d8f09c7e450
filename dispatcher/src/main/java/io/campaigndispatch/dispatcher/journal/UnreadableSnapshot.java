package io.campaigndispatch.dispatcher.journal;

/** A chunk that this version cannot read: of another format, or damaged. */
final class UnreadableSnapshot extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSnapshot(String message) {
    super(message);
  }
}
