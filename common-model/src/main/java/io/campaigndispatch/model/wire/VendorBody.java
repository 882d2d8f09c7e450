package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.workspace.Vendor.Dialect;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A vendor's own request body, read into send requests. Paths of violations are the vendor's. */
sealed interface VendorBody
    permits PlazbotConversation,
        PlazbotMessage,
        PlaticaTemplate,
        GatewaySend,
        GatewayConversationMessage,
        GatewaySendTemplate {

  Decoded read(VendorRecord record);

  static Decoded decode(String mark, byte @Nullable [] value, Envelope envelope) {
    RequestFormat format = RequestFormat.of(mark);
    if (format == null) {
      Findings findings = new Findings();
      String known =
          Stream.of(RequestFormat.values())
              .map(RequestFormat::mark)
              .collect(Collectors.joining(", "));
      findings.add("headers." + DispatchHeaders.FORMAT, "names no known format", known, mark);
      return new Decoded.Invalid(
          envelope.requestId(), envelope.workspaceId(), null, null, Map.of(), findings.failure());
    }
    return switch (Body.parse(value)) {
      case Body.Root root -> of(format).read(VendorRecord.of(root.node(), envelope));
      case Body.Refused refused ->
          new Decoded.Invalid(
              envelope.requestId(),
              envelope.workspaceId(),
              null,
              null,
              Map.of(),
              refused.failure());
    };
  }

  private static VendorBody of(RequestFormat format) {
    return switch (format) {
      case PLAZBOT_CONVERSATION -> new PlazbotConversation(Dialect.CURRENT);
      case PLAZBOT_CONVERSATION_LEGACY -> new PlazbotConversation(Dialect.LEGACY);
      case PLAZBOT_MESSAGE -> new PlazbotMessage();
      case PLATICA_TEMPLATE -> new PlaticaTemplate();
      case GATEWAY_SEND -> new GatewaySend();
      case GATEWAY_CONVERSATION_MESSAGE -> new GatewayConversationMessage();
      case GATEWAY_SEND_TEMPLATE -> new GatewaySendTemplate();
    };
  }
}
