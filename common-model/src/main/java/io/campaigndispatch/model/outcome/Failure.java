package io.campaigndispatch.model.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt or a request failed.
 *
 * @param code the vendor's own, or one of {@link FailureCode}
 * @param httpStatus null when no reply was read
 * @param message one sentence for a person; no recipient, no secret
 */
public record Failure(
    FailureCategory category,
    String code,
    @Nullable Integer httpStatus,
    String message,
    List<Violation> errors) {

  public Failure {
    errors = List.copyOf(errors);
  }

  public static Failure of(FailureCategory category, String code, String message) {
    return new Failure(category, code, null, message, List.of());
  }

  /** The same of another category. */
  public Failure as(FailureCategory other) {
    return other == category ? this : new Failure(other, code, httpStatus, message, errors);
  }
}
