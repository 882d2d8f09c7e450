package io.campaigndispatch.demo.scenario;

import static io.campaigndispatch.demo.scenario.Ordinary.expected;

import io.campaigndispatch.demo.scenario.Ids.Identity;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes records that are no request, or break its rules. */
final class Malformed {

  private static final int TOO_MANY_RECIPIENTS = 1_001;
  private static final int TOO_DEEP = 40;
  private static final int ONE_MIB = 1 << 20;

  private Malformed() {}

  static Message message(Kind kind, Member member, Identity id, Ids ids) {
    return switch (kind) {
      case INVALID -> {
        ObjectNode request = Requests.request(id.requestId(), member.id(), "no-number", 1);
        request.put("sendType", "9").put("priority", "SOON");
        request.putObject("message").put("type", "text").put("text", "");
        yield record(kind, member, id, Requests.bytes(request), Map.of());
      }
      case UNKNOWN_FORMAT ->
          record(
              kind,
              member,
              id,
              Requests.bytes(VendorBodies.gatewayConversation(id.text())),
              Map.of(
                  DispatchHeaders.FORMAT, "fax.page", DispatchHeaders.REQUEST_ID, id.requestId()));
      case NO_CONVERSATION ->
          record(
              kind,
              member,
              id,
              Requests.bytes(VendorBodies.gatewayConversation(id.text())),
              Ordinary.headers(RequestFormat.GATEWAY_CONVERSATION_MESSAGE, id));
      case FAN_OUT_TOO_WIDE -> {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < TOO_MANY_RECIPIENTS; i++) {
          many.add(id.recipient());
        }
        yield record(
            kind,
            member,
            id,
            Requests.bytes(VendorBodies.gatewayTemplate(many)),
            Ordinary.headers(RequestFormat.GATEWAY_SEND_TEMPLATE, id));
      }
      case FAN_OUT_BAD_NUMBER -> fanOut(kind, member, id, ids.next());
      case NOT_JSON ->
          record(
              kind,
              member,
              id,
              text("recipient=" + id.digits()),
              Map.of(DispatchHeaders.REQUEST_ID, id.requestId()));
      case TOO_DEEP ->
          record(
              kind,
              member,
              id,
              text(idsOnly(member, id) + "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP) + "}"),
              Map.of());
      case OVERSIZE ->
          record(
              kind,
              member,
              id,
              text(idsOnly(member, id) + "\"" + "x".repeat(ONE_MIB) + "\"}"),
              Map.of());
      case MALFORMED ->
          record(kind, member, id, text("{\"workspaceId\":\"" + member.id()), Map.of());
      case EMPTY -> record(kind, member, id, id.number() % 2 == 0 ? null : new byte[0], Map.of());
      case BAD_REQUEST_ID -> {
        ObjectNode request = Troubles.plain(member, id).put("requestId", "no spaces, please");
        yield record(kind, member, id, Requests.bytes(request), Map.of());
      }
      case NO_REQUEST_ID ->
          record(
              kind,
              member,
              id,
              Requests.bytes(VendorBodies.plazbotMessage(member, id.digits(), id.text())),
              Map.of(DispatchHeaders.FORMAT, RequestFormat.PLAZBOT_MESSAGE.mark()));
      default -> throw new IllegalArgumentException(kind + " is not malformed");
    };
  }

  private static String idsOnly(Member member, Identity id) {
    return "{\"requestId\":\"%s\",\"workspaceId\":\"%s\",\"message\":"
        .formatted(id.requestId(), member.id());
  }

  /** Of two recipients the second has no number. */
  private static Message fanOut(Kind kind, Member member, Identity parent, Identity child) {
    String id = parent.requestId();
    return new Message(
        member.id(),
        Requests.bytes(VendorBodies.gatewayTemplate(List.of(child.recipient(), "unknown"))),
        Ordinary.headers(RequestFormat.GATEWAY_SEND_TEMPLATE, parent),
        false,
        null,
        true,
        List.of(
            new Expected(id + ":0", member.id(), kind, Fate.ACCEPTED, child.digits()),
            new Expected(id + ":1", member.id(), kind, kind.fate(), null)));
  }

  private static Message record(
      Kind kind, Member member, Identity id, byte @Nullable [] value, Map<String, String> headers) {
    return new Message(
        member.id(),
        value,
        headers,
        false,
        null,
        false,
        List.of(expected(kind, member, id, id.digits())));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
