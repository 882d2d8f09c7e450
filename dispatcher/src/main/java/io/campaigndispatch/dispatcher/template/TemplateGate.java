package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Workspace;

/** The question a request must pass before a token is spent: does it fit its template? */
public record TemplateGate(TemplateRegistry registry, UnlistedPolicy policy) {

  /** The gate's answer. */
  public sealed interface Answer {}

  /**
   * The request may go on.
   *
   * @param request completed from its template; the same one when there was nothing to complete
   */
  public record Admitted(SendRequest request) implements Answer {}

  /** It may not. */
  public record Refused(Failure failure) implements Answer {}

  /** Asks; text always passes. */
  public Answer ask(Workspace workspace, SendRequest request) {
    return switch (request.message()) {
      case TextMessage _ -> new Admitted(request);
      case TemplateMessage template -> {
        TemplateLookup known = registry.lookup(workspace, template.name(), template.language());
        yield switch (TemplateCheck.of(template, known, policy)) {
          case TemplateCheck.Fits(TemplateMessage completed) ->
              new Admitted(completed.equals(template) ? request : request.withMessage(completed));
          case TemplateCheck.Refused(Failure failure) -> new Refused(failure);
        };
      }
    };
  }
}
