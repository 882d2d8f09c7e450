package io.campaigndispatch.dispatcher.vendor;

import io.campaigndispatch.model.outcome.Failure;

/** A request in the vendor's terms, or the reason it has none. */
public sealed interface Encoding {

  /** Can be sent. */
  record Encoded(HttpCall call) implements Encoding {}

  /** The vendor's API has no way to say this; found before a token is spent. */
  record Unsupported(Failure failure) implements Encoding {}
}
