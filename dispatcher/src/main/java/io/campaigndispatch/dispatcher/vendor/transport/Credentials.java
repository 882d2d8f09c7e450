package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.model.workspace.CredentialRef;
import org.jspecify.annotations.Nullable;

/** Turns the place where a secret is into the secret. */
public interface Credentials {

  /** Called for every request, on an event loop: quick, and never throws. */
  Resolved resolve(CredentialRef ref);

  /**
   * What would keep requests with this credential from being sent; asked at start.
   *
   * @return one line that names the place and what was expected there; null when all is well
   */
  default @Nullable String problem(CredentialRef ref) {
    return switch (resolve(ref)) {
      case Resolved.Missing missing -> missing.problem();
      case Resolved.Secret _, Resolved.NotNeeded _ -> null;
    };
  }

  /** What was found. */
  sealed interface Resolved {

    /** Sent as {@code Authorization: Bearer}; visible ASCII (RFC 6750, section 2.1). */
    record Secret(String value) implements Resolved {
      @Override
      public String toString() {
        return "Secret[…]";
      }
    }

    /** No Authorization header is to be sent. */
    record NotNeeded() implements Resolved {}

    /** There should be a secret, and there is none. */
    record Missing(String problem) implements Resolved {}
  }
}
