package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.demo.scenario.Ids.Identity;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes the records that make up an ordinary campaign. */
final class Ordinary {

  /** Requests in a fan-out. */
  static final int FAN_OUT = 5;

  /** Beyond any conversation that sends open in the sandbox, which counts from one. */
  private static final long FIRST_CONVERSATION = 7_000_000_000L;

  private Ordinary() {}

  /**
   * The kinds that a vendor can express. A text record goes to whichever vendor the workspace has.
   */
  static List<Kind> kinds(Vendor vendor) {
    return switch (vendor) {
      case PLAZBOT ->
          List.of(
              Kind.NATIVE_TEMPLATE,
              Kind.NATIVE_TEXT,
              Kind.PLAZBOT_CONVERSATION,
              Kind.PLAZBOT_MESSAGE,
              Kind.GATEWAY_SEND);
      case PLAZBOT_LEGACY ->
          List.of(
              Kind.NATIVE_TEMPLATE,
              Kind.NATIVE_TEXT,
              Kind.PLAZBOT_CONVERSATION_LEGACY,
              Kind.PLAZBOT_MESSAGE);
      case PLATICA -> List.of(Kind.NATIVE_TEMPLATE, Kind.PLATICA_TEMPLATE);
      case GATEWAY ->
          List.of(
              Kind.NATIVE_TEMPLATE,
              Kind.NATIVE_TEXT,
              Kind.GATEWAY_SEND,
              Kind.GATEWAY_CONVERSATION,
              Kind.GATEWAY_FAN_OUT);
    };
  }

  static Message message(Kind kind, Member member, Ids ids) {
    if (kind == Kind.GATEWAY_FAN_OUT) {
      return fanOut(member, ids);
    }
    Identity id = ids.next();
    return switch (kind) {
      case NATIVE_TEMPLATE -> template(kind, member, id);
      case NATIVE_TEXT -> {
        String recipient = id.written();
        yield nativeJson(
            kind, member, id, Requests.text(id.requestId(), member, recipient, id.number()));
      }
      case PLAZBOT_CONVERSATION ->
          body(
              kind,
              RequestFormat.PLAZBOT_CONVERSATION,
              member,
              id,
              VendorBodies.plazbotConversation(member, id.digits(), id.number()));
      case PLAZBOT_CONVERSATION_LEGACY ->
          body(
              kind,
              RequestFormat.PLAZBOT_CONVERSATION_LEGACY,
              member,
              id,
              VendorBodies.plazbotConversationLegacy(member, id.digits(), id.number()));
      case PLAZBOT_MESSAGE ->
          body(
              kind,
              RequestFormat.PLAZBOT_MESSAGE,
              member,
              id,
              VendorBodies.plazbotMessage(member, id.digits(), id.text()));
      case PLATICA_TEMPLATE ->
          body(
              kind,
              RequestFormat.PLATICA_TEMPLATE,
              member,
              id,
              VendorBodies.platicaTemplate(member, id.digits()));
      case GATEWAY_SEND ->
          body(
              kind,
              RequestFormat.GATEWAY_SEND,
              member,
              id,
              VendorBodies.gatewaySend(id.recipient(), id.text(), id.number()));
      case GATEWAY_CONVERSATION -> conversation(member, id);
      default -> throw new IllegalArgumentException(kind + " is not ordinary");
    };
  }

  static Message template(Kind kind, Member member, Identity id) {
    ObjectNode request =
        Requests.template(
            id.requestId(),
            member,
            id.written(),
            id.number(),
            id.number() % 3 == 0 ? Requests.LISTED_TEMPLATE : Requests.documented(member.vendor()));
    if (id.number() % 2 == 0) {
      Requests.contact(request);
    }
    return nativeJson(kind, member, id, request);
  }

  static Message nativeJson(Kind kind, Member member, Identity id, ObjectNode request) {
    return new Message(
        member.id(),
        Requests.bytes(request),
        Map.of(),
        false,
        null,
        false,
        List.of(expected(kind, member, id, id.digits())));
  }

  static Message body(
      Kind kind, RequestFormat format, Member member, Identity id, ObjectNode body) {
    return new Message(
        member.id(),
        Requests.bytes(body),
        headers(format, id),
        false,
        null,
        false,
        List.of(expected(kind, member, id, id.digits())));
  }

  static Map<String, String> headers(RequestFormat format, Identity id) {
    return Map.of(
        DispatchHeaders.FORMAT, format.mark(), DispatchHeaders.REQUEST_ID, id.requestId());
  }

  private static Message conversation(Member member, Identity id) {
    return new Message(
        member.id(),
        Requests.bytes(VendorBodies.gatewayConversation(id.text())),
        Map.of(
            DispatchHeaders.FORMAT,
            RequestFormat.GATEWAY_CONVERSATION_MESSAGE.mark(),
            DispatchHeaders.REQUEST_ID,
            id.requestId(),
            DispatchHeaders.CONVERSATION_ID,
            Long.toString(FIRST_CONVERSATION + id.number())),
        false,
        null,
        false,
        List.of(expected(Kind.GATEWAY_CONVERSATION, member, id, id.text())));
  }

  private static Message fanOut(Member member, Ids ids) {
    Identity parent = ids.next();
    List<String> recipients = new ArrayList<>();
    List<Expected> expected = new ArrayList<>();
    for (int i = 0; i < FAN_OUT; i++) {
      Identity child = ids.next();
      recipients.add(child.recipient());
      expected.add(
          new Expected(
              parent.requestId() + ":" + i,
              member.id(),
              Kind.GATEWAY_FAN_OUT,
              Fate.ACCEPTED,
              child.digits()));
    }
    return new Message(
        member.id(),
        Requests.bytes(VendorBodies.gatewayTemplate(recipients)),
        headers(RequestFormat.GATEWAY_SEND_TEMPLATE, parent),
        false,
        null,
        true,
        expected);
  }

  /** By its kind; the addressee counts only where the vendor is called. */
  static Expected expected(Kind kind, Member member, Identity id, String addressee) {
    return new Expected(
        kind.fate() == Fate.UNREADABLE ? null : id.requestId(),
        kind.fate() == Fate.UNREADABLE ? null : member.id(),
        kind,
        kind.fate(),
        addressee);
  }
}
