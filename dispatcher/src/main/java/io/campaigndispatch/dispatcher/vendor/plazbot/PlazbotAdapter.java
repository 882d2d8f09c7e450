package io.campaigndispatch.dispatcher.vendor.plazbot;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.dispatcher.vendor.request.JsonBody;
import io.campaigndispatch.dispatcher.vendor.request.Refusals;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Plazbot's API: templates by "send conversation" in either published dialect, text by "send
 * message" (vendor pages: plazbot-send-conversation, -legacy, -send-message).
 *
 * <p>It has no language field, no buttons and no conversations to send into. The send type is
 * always written, since the two dialects default differently.
 */
public final class PlazbotAdapter implements VendorAdapter {

  @Override
  public Encoding encode(Vendor vendor, Workspace workspace, List<SendRequest> requests) {
    SendRequest request = Calls.single(requests);
    return switch (request.message()) {
      case TemplateMessage template -> template(vendor, workspace, request, template);
      case TextMessage text -> text(vendor, workspace, request, text);
    };
  }

  @Override
  public List<Verdict> classify(Vendor vendor, List<SendRequest> requests, HttpReply reply) {
    return List.of(PlazbotReplies.verdict(vendor, Calls.single(requests).message(), reply));
  }

  private static Encoding template(
      Vendor vendor, Workspace workspace, SendRequest request, TemplateMessage template) {
    Refusals refusals = new Refusals("Plazbot's send conversation");
    if (!template.buttons().isEmpty()) {
      refusals.add("message.buttons", "has no buttons", "none", template.buttons().size() + "");
    }
    boolean legacy = vendor.dialect() == Dialect.LEGACY;
    if (legacy && template.header() instanceof Header.Media media) {
      refusals.add("message.header.type", "has no file", "text", lower(media.type()));
    }
    String path = legacy ? "/api/message/conversation" : "/api/conversation";
    return refusals.or(
        () ->
            post(
                vendor,
                workspace,
                path,
                JsonBody.object(json -> conversation(json, workspace, request, template, legacy))));
  }

  private static void conversation(
      JsonGenerator json,
      Workspace workspace,
      SendRequest request,
      TemplateMessage template,
      boolean legacy) {
    json.writeStringProperty("workspaceId", workspace.vendorWorkspaceId());
    json.writeStringProperty("template", template.name());
    json.writeStringProperty("destination", Calls.recipient(request).digits());
    variables(json, "variablesBody", template.body());
    switch (template.header()) {
      case null -> {}
      case Header.Text text -> variables(json, "variablesHeader", text.variables());
      case Header.Media media -> file(json, media);
    }
    json.writeStringProperty(legacy ? "type" : "sendType", request.sendType().digit());
    JsonBody.optional(json, "campaignName", request.campaignId());
  }

  /** A variable without a name goes by its number, as on Plazbot's own site. */
  private static void variables(JsonGenerator json, String property, List<Parameter> values) {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart(property);
    int number = 0;
    for (Parameter value : values) {
      number++;
      json.writeStartObject();
      String name = value.name();
      json.writeStringProperty("variable", name == null ? Integer.toString(number) : name);
      json.writeStringProperty("value", value.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void file(JsonGenerator json, Header.Media media) {
    json.writeObjectPropertyStart("file");
    json.writeStringProperty("fileUrl", media.url().toString());
    json.writeStringProperty("fileName", fileName(media));
    json.writeEndObject();
  }

  /** The vendor shows a name with every file: the last part of the URL where none is given. */
  private static String fileName(Header.Media media) {
    String given = media.fileName();
    if (given != null) {
      return given;
    }
    String path = media.url().getPath();
    String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    return last.isBlank() ? lower(media.type()) : last;
  }

  private static String lower(Header.MediaType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static Encoding text(
      Vendor vendor, Workspace workspace, SendRequest request, TextMessage text) {
    Refusals refusals = new Refusals("Plazbot's send message");
    String conversation = text.conversationId();
    if (conversation != null) {
      refusals.add("message.conversationId", "sends to a number only", "none", conversation);
    }
    return refusals.or(
        () ->
            post(
                vendor,
                workspace,
                "/api/message",
                JsonBody.object(
                    json -> {
                      json.writeStringProperty("content", text.text());
                      json.writeStringProperty("recipientPhone", Calls.recipient(request).digits());
                      json.writeStringProperty("workspaceId", workspace.vendorWorkspaceId());
                    })));
  }

  private static HttpCall post(Vendor vendor, Workspace workspace, String path, byte[] body) {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "application/json",
            "x-workspace-id",
            workspace.vendorWorkspaceId());
    return Calls.post(vendor, workspace.credential(), path, headers, body);
  }
}
