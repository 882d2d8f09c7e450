package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Workspace;

/**
 * Holds a request against what is known of its template, before a token is spent; a pure function.
 */
@FunctionalInterface
public interface ContentCheck {

  /** The answer. */
  sealed interface Checked {
    /**
     * @param request completed with what the template tells, such as button types
     */
    record Passed(SendRequest request) implements Checked {}

    record Refused(Failure failure) implements Checked {}
  }

  Checked check(SendRequest request, Workspace workspace);
}
