package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.dispatcher.template.TemplateLookup.Known;
import io.campaigndispatch.dispatcher.template.TemplateLookup.NotApproved;
import io.campaigndispatch.dispatcher.template.TemplateLookup.Unlisted;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import java.util.List;

/** Holds a message against what is known of its template. */
public sealed interface TemplateCheck {

  /**
   * The message may go to the vendor.
   *
   * @param message with button types, parameter names and order completed from the template
   */
  record Fits(TemplateMessage message) implements TemplateCheck {}

  /** It may not; a token would be wasted on it. */
  record Refused(Failure failure) implements TemplateCheck {}

  /** Checks the message and completes it; every mismatch is in the failure's errors. */
  static TemplateCheck of(TemplateMessage message, TemplateLookup lookup, UnlistedPolicy policy) {
    return switch (lookup) {
      case Known(TemplateDescriptor descriptor) -> against(message, descriptor);
      case NotApproved(String status) ->
          unknown("the template is not approved: the vendor says " + status);
      case Unlisted _ ->
          switch (policy) {
            case PASS -> new Fits(message);
            case REJECT -> unknown("the template is listed nowhere");
          };
    };
  }

  private static TemplateCheck against(TemplateMessage message, TemplateDescriptor descriptor) {
    TemplateMessage completed = Completion.complete(message, descriptor);
    List<Violation> violations = Mismatches.of(completed, descriptor);
    return violations.isEmpty()
        ? new Fits(completed)
        : new Refused(
            new Failure(
                FailureCategory.REQUEST,
                FailureCode.TEMPLATE_MISMATCH,
                null,
                "the message does not fit its template",
                violations));
  }

  private static TemplateCheck unknown(String message) {
    return new Refused(Failure.of(FailureCategory.TEMPLATE, FailureCode.UNKNOWN_TEMPLATE, message));
  }
}
