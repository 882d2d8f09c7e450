package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.PhoneNumber;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record whose value is a vendor's body: our ids come from the header {@code dispatch-request-id}
 * and from the key, whatever the body says about ids of its own.
 *
 * @param requestId null when the header is missing or malformed; then the findings say so, likewise
 *     the workspace
 */
record VendorRecord(
    Fields body,
    Findings findings,
    Envelope envelope,
    @Nullable String requestId,
    @Nullable String workspaceId) {

  static VendorRecord of(ObjectNode root, Envelope envelope) {
    Findings findings = new Findings();
    String requestId = envelope.requestId();
    if (requestId == null) {
      String received = envelope.header(DispatchHeaders.REQUEST_ID);
      findings.add(
          "headers." + DispatchHeaders.REQUEST_ID,
          received == null ? "is required with a vendor's body" : "is malformed",
          Identifiers.REQUEST_ID,
          received);
    }
    String workspaceId = envelope.workspaceId();
    if (workspaceId == null) {
      String received = envelope.keyText();
      findings.add(
          "key",
          received == null ? "is required with a vendor's body" : "is malformed",
          "the workspace: " + Identifiers.WORKSPACE_ID,
          received);
    }
    return new VendorRecord(
        Fields.root(root, findings), findings, envelope, requestId, workspaceId);
  }

  /** A request with the record's ids. */
  Draft draft() {
    Draft draft = new Draft();
    draft.requestId = requestId;
    draft.workspaceId = workspaceId;
    return draft;
  }

  Decoded.Entry finish(Draft draft) {
    return draft.finish(findings, envelope);
  }

  /**
   * Holds the vendor's own name of the workspace against the configured one; a workspace that is
   * not configured is for others to judge.
   */
  void requireVendorWorkspace(String field) {
    String received = body.requiredText(field, "the workspace's vendor-workspace-id");
    String configured =
        workspaceId == null ? null : envelope.facts().vendorWorkspaceId(workspaceId);
    if (received != null && configured != null && !Objects.equals(received, configured)) {
      body.violate(
          field,
          "is not the record's workspace",
          "the vendor-workspace-id of the workspace that is the record's key",
          received);
    }
  }

  /** A vendor's bodies name recipients internationally, with or without plus. */
  static @Nullable PhoneNumber recipient(Fields fields, String field) {
    String text = fields.requiredText(field, Recipients.EXPECTED);
    if (text == null) {
      return null;
    }
    PhoneNumber number = Recipients.international(text);
    if (number == null) {
      fields.violate(field, "is no phone number", Recipients.EXPECTED, text);
    }
    return number;
  }

  /** An optional text; producers that fill in every field leave it empty instead of out. */
  @Nullable String optional(String field) {
    String text = body.text(field);
    return text == null || text.isBlank() ? null : text;
  }

  /** The vendor's name for a campaign, under our rules for ids. */
  @Nullable String campaign(String field) {
    String text = optional(field);
    if (text != null && !Identifiers.isCampaignId(text)) {
      body.violate(field, "is malformed", Identifiers.CAMPAIGN_ID, text);
      return null;
    }
    return text;
  }
}
