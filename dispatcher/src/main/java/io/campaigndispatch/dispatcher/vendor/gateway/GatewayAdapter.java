package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.dispatcher.vendor.request.JsonBody;
import io.campaigndispatch.dispatcher.vendor.request.Refusals;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The WhatsApp gateway's API (vendor page: whatsapp-gateway): text to a number, text inside a
 * conversation, and templates, which several recipients may share when everything said is equal.
 */
public final class GatewayAdapter implements VendorAdapter {

  /** Templates whose calls would differ in nothing but the recipient. */
  private record BatchKey(
      String workspaceId,
      String name,
      @Nullable String language,
      @Nullable Header header,
      List<Parameter> body,
      List<Button> buttons) {}

  private final Consumer<String> alerts;

  /**
   * @param alerts told, in one line without recipients, of replies that contradict themselves
   */
  public GatewayAdapter(Consumer<String> alerts) {
    this.alerts = alerts;
  }

  @Override
  public @Nullable Object batchKey(SendRequest request) {
    return switch (request.message()) {
      case TextMessage _ -> null;
      case TemplateMessage(
              String name,
              String language,
              Header header,
              List<Parameter> body,
              List<Button> buttons) ->
          new BatchKey(request.workspaceId(), name, language, header, body, buttons);
    };
  }

  @Override
  public Encoding encode(Vendor vendor, Workspace workspace, List<SendRequest> requests) {
    return switch (requests.getFirst().message()) {
      case TemplateMessage template -> template(vendor, workspace, requests, template);
      case TextMessage text ->
          new Encoding.Encoded(text(vendor, workspace, Calls.single(requests), text));
    };
  }

  @Override
  public List<Verdict> classify(Vendor vendor, List<SendRequest> requests, HttpReply reply) {
    return switch (requests.getFirst().message()) {
      case TemplateMessage _ -> TemplateReplies.verdicts(vendor, requests, reply, alerts);
      case TextMessage text -> {
        Calls.single(requests);
        yield List.of(TextReplies.verdict(vendor, text, reply));
      }
    };
  }

  private static HttpCall text(
      Vendor vendor, Workspace workspace, SendRequest request, TextMessage text) {
    String conversation = text.conversationId();
    if (conversation != null) {
      return Calls.postInto(
          vendor,
          workspace.credential(),
          "/api/whatsapp/conversations/" + conversation + "/messages",
          Calls.JSON,
          JsonBody.object(json -> json.writeStringProperty("content", text.text())));
    }
    return Calls.post(
        vendor,
        workspace.credential(),
        "/api/whatsapp/send",
        Calls.JSON,
        JsonBody.object(
            json -> {
              addressee(json, request);
              json.writeStringProperty("content", text.text());
            }));
  }

  private static Encoding template(
      Vendor vendor, Workspace workspace, List<SendRequest> requests, TemplateMessage template) {
    refuseRepeated(requests);
    Refusals refusals = new Refusals("the gateway's send-template");
    String language = template.language();
    if (language == null) {
      refusals.add("message.language", "is required", "a language code such as es_MX", null);
    }
    Components.check(template, refusals);
    return refusals.or(
        () ->
            Calls.post(
                vendor,
                workspace.credential(),
                "/api/whatsapp/send-template",
                Calls.JSON,
                JsonBody.object(
                    json -> {
                      json.writeStringProperty("templateName", template.name());
                      JsonBody.optional(json, "languageCode", language);
                      Components.write(json, template);
                      recipients(json, requests);
                    })));
  }

  private static void recipients(JsonGenerator json, List<SendRequest> requests) {
    json.writeArrayPropertyStart("recipients");
    for (SendRequest request : requests) {
      json.writeStartObject();
      addressee(json, request);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void addressee(JsonGenerator json, SendRequest request) {
    json.writeStringProperty("phoneNumber", Calls.recipient(request).e164());
    Long vendorRequestId = request.vendorRequestId();
    if (vendorRequestId != null) {
      json.writeNumberProperty("requestId", vendorRequestId);
    }
  }

  /** Results come back by number: two requests to one number could not be told apart. */
  private static void refuseRepeated(List<SendRequest> requests) {
    Set<String> numbers = HashSet.newHashSet(requests.size());
    for (SendRequest request : requests) {
      if (!numbers.add(Calls.recipient(request).e164())) {
        throw new IllegalArgumentException(
            "requests: expected one per recipient, repeated by " + request);
      }
    }
  }
}
