package io.campaigndispatch.demo.scenario;

/** The vendor accounts of the demo: every documented vendor, Plazbot in both dialects. */
public enum Vendor {
  PLAZBOT("plazbot-main", io.campaigndispatch.sandbox.wire.Vendor.PLAZBOT, ", dialect: current"),
  PLATICA("platica-mx", io.campaigndispatch.sandbox.wire.Vendor.PLATICA, ""),
  GATEWAY("gateway-waba", io.campaigndispatch.sandbox.wire.Vendor.GATEWAY, ""),
  PLAZBOT_LEGACY(
      "plazbot-legacy", io.campaigndispatch.sandbox.wire.Vendor.PLAZBOT, ", dialect: legacy");

  private final String id;
  private final io.campaigndispatch.sandbox.wire.Vendor sandbox;
  private final String yaml;

  Vendor(String id, io.campaigndispatch.sandbox.wire.Vendor sandbox, String yaml) {
    this.id = id;
    this.sandbox = sandbox;
    this.yaml = yaml;
  }

  /** Its id in the workspaces file and on outcomes. */
  public String id() {
    return id;
  }

  /** Which of the sandbox's vendors it is. */
  public io.campaigndispatch.sandbox.wire.Vendor sandbox() {
    return sandbox;
  }

  /**
   * The entry of the workspaces file. Few calls at once: a flood from a workspace without a limit
   * would queue at the sandbox, and calls that were paced would be recorded in bunches behind it.
   */
  String yaml(String baseUrl) {
    return "  - { id: %s, type: %s, base-url: \"%s\", max-in-flight: 16, response-timeout: 5s%s }%n"
        .formatted(id, sandbox.wireName(), baseUrl, yaml);
  }
}
