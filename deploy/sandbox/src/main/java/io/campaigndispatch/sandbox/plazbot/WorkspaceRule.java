package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import tools.jackson.databind.node.ObjectNode;

/** The body's {@code workspaceId}: required by the pages; equal to the header's is INVENTED. */
final class WorkspaceRule {
  private WorkspaceRule() {}

  static void check(FieldCheck check, ObjectNode body, String headerWorkspace) {
    String workspace = check.requiredText(body, "", "workspaceId");
    if (!workspace.isEmpty() && !workspace.equals(headerWorkspace)) {
      check.reject("workspaceId", "the same as header x-workspace-id", body.path("workspaceId"));
    }
  }
}
