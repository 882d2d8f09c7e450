package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Workspace;

/** Whose catalogue it is: one vendor deployment seen with one credential. */
public record CatalogueKey(String vendorId, CredentialRef credential) {

  /** The catalogue that a workspace's templates are in. */
  public static CatalogueKey of(Workspace workspace) {
    return new CatalogueKey(workspace.vendorId(), workspace.credential());
  }
}
