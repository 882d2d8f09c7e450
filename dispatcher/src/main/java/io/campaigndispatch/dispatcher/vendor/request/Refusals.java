package io.campaigndispatch.dispatcher.vendor.request;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects everything that a vendor's API cannot express, so that one answer names it all. */
public final class Refusals {

  private final String api;
  private final List<Violation> violations = new ArrayList<>(0);

  /**
   * @param api the vendor's API in a sentence, as in "Platica's template endpoint"
   */
  public Refusals(String api) {
    this.api = api;
  }

  /** Notes something that the API has no way to say. */
  public void add(String field, String message, String expected, @Nullable String received) {
    violations.add(new Violation(field, message, expected, received));
  }

  /** The call, unless something was noted. */
  public Encoding or(Supplier<HttpCall> call) {
    return violations.isEmpty() ? new Encoding.Encoded(call.get()) : refused();
  }

  /** The refusal with everything that was noted. */
  public Encoding.Unsupported refused() {
    return new Encoding.Unsupported(
        new Failure(
            FailureCategory.REQUEST,
            FailureCode.UNSUPPORTED,
            null,
            api + " cannot express this message",
            violations));
  }
}
