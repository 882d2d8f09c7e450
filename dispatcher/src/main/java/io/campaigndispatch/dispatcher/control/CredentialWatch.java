package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Notices when a workspace would be sent for with another secret than before. It asks who resolves
 * credentials for calls, so that whoever is told of it calls with the new one. Owned by the control
 * thread.
 */
final class CredentialWatch {

  private final Function<CredentialRef, Object> secrets;
  private Map<String, Object> before = Map.of();

  /**
   * @param secrets equal for as long as the secret is the same
   */
  CredentialWatch(Function<CredentialRef, Object> secrets) {
    this.secrets = secrets;
  }

  /** The workspaces whose secret is another than at the last look. */
  List<String> look(Directory directory) {
    Map<CredentialRef, Object> known = new HashMap<>();
    Map<String, Object> now = new HashMap<>();
    List<String> changed = new ArrayList<>();
    for (Workspace workspace : directory.workspaces().values()) {
      Object secret = known.computeIfAbsent(workspace.credential(), secrets);
      now.put(workspace.id(), secret);
      if (!secret.equals(before.getOrDefault(workspace.id(), secret))) {
        changed.add(workspace.id());
      }
    }
    before = now;
    return changed;
  }
}
