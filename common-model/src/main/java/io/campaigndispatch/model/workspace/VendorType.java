package io.campaigndispatch.model.workspace;

/** The vendor APIs that the dispatcher speaks. */
public enum VendorType {
  PLAZBOT,
  PLATICA,
  GATEWAY
}
