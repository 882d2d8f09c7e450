package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What decoding needs to know of a workspace. Null throughout for one that is not configured. */
public interface WorkspaceFacts {

  /** ISO 3166-1 alpha-2 for national numbers; null: only international ones are taken. */
  @Nullable String defaultCountry(String workspaceId);

  /** What the vendor calls the workspace; a vendor's own body must name the same. */
  @Nullable String vendorWorkspaceId(String workspaceId);

  /**
   * The same id, as the one string that the workspace's requests share: what is looked up by it for
   * each of them is found without comparing characters that no cache holds.
   */
  default String shared(String workspaceId) {
    return workspaceId;
  }

  /** The facts of the directory that is current at each call. */
  static WorkspaceFacts of(Supplier<Directory> directory) {
    return new WorkspaceFacts() {
      @Override
      public @Nullable String defaultCountry(String workspaceId) {
        Workspace workspace = directory.get().workspace(workspaceId);
        return workspace == null ? null : workspace.defaultCountry();
      }

      @Override
      public @Nullable String vendorWorkspaceId(String workspaceId) {
        Workspace workspace = directory.get().workspace(workspaceId);
        return workspace == null ? null : workspace.vendorWorkspaceId();
      }

      @Override
      public String shared(String workspaceId) {
        Workspace workspace = directory.get().workspace(workspaceId);
        return workspace == null ? workspaceId : workspace.id();
      }
    };
  }
}
