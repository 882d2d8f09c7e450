package io.campaigndispatch.demo.scenario;

import static io.campaigndispatch.demo.scenario.Ordinary.expected;

import io.campaigndispatch.demo.scenario.Ids.Identity;
import io.campaigndispatch.model.wire.RequestFormat;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests that are well formed and go wrong all the same, or take a detour. */
final class Troubles {

  /** Meta: "message undeliverable", the recipient is not on WhatsApp. */
  private static final int UNDELIVERABLE = 131_026;

  private static final int UNAVAILABLE = 503;

  private Troubles() {}

  /** The kinds that a workspace of this vendor can run into. */
  static boolean isPossible(Kind kind, Vendor vendor) {
    return switch (kind) {
      case UNKNOWN_RECIPIENT, NO_CONVERSATION, FAN_OUT_TOO_WIDE, FAN_OUT_BAD_NUMBER ->
          vendor == Vendor.GATEWAY;
      case FOREIGN_WORKSPACE -> vendor == Vendor.PLAZBOT || vendor == Vendor.PLATICA;
      default -> true;
    };
  }

  /**
   * One or, where a kind needs it, two records.
   *
   * @param other another workspace
   */
  static List<Message> messages(Kind kind, Member member, Member other, Ids ids) {
    Identity id = ids.next();
    return switch (kind) {
      case REJECTED_TEMPLATE ->
          List.of(ofTemplate(kind, member, id, "rejected_promo_" + id.number()));
      case MISSING_TEMPLATE -> {
        ObjectNode request = named(member, id, "missing_promo");
        request.put("campaignId", Scenario.WITHDRAWN);
        yield List.of(Ordinary.nativeJson(kind, member, id, request));
      }
      case UNKNOWN_RECIPIENT ->
          List.of(
              struck(
                  Ordinary.template(kind, member, id),
                  id,
                  new Fault.Status(UNDELIVERABLE, null, null)));
      case FLAKY_VENDOR ->
          List.of(
              struck(
                  Ordinary.template(kind, member, id),
                  id,
                  new Fault.Status(UNAVAILABLE, null, null)));
      case LOST_CONNECTION -> List.of(uncertain(kind, member, id, "RESEND", new Fault.Down()));
      case TIMEOUT -> List.of(uncertain(kind, member, id, "HOLD", new Fault.Hang(null)));
      case GARBAGE -> List.of(uncertain(kind, member, id, "HOLD", new Fault.Garbage(null)));
      case EXPIRED -> {
        ObjectNode request = plain(member, id);
        request.put("expiresAt", "2026-01-01T00:00:00Z");
        yield List.of(Ordinary.nativeJson(kind, member, id, request));
      }
      case DUPLICATE -> {
        Message first = Ordinary.template(Kind.NATIVE_TEMPLATE, member, id);
        yield List.of(first, repeated(first, member, id));
      }
      case SCHEDULED -> {
        ObjectNode request = plain(member, id);
        request.putObject("schedule").put("delayMs", 3_000);
        yield List.of(Ordinary.nativeJson(kind, member, id, request));
      }
      case UNSUPPORTED -> List.of(Ordinary.nativeJson(kind, member, id, inexpressible(member, id)));
      case TEMPLATE_MISMATCH -> {
        ObjectNode request = plain(member, id);
        request.withObject("message").withArray("body").remove(1);
        yield List.of(Ordinary.nativeJson(kind, member, id, request));
      }
      case UNKNOWN_WORKSPACE -> List.of(ofNobody(kind, member, id));
      case FOREIGN_WORKSPACE -> List.of(foreign(kind, member, other, id));
      case MOVED_TOO_OFTEN -> List.of(movedTooOften(kind, member, other, id));
      case NO_KEY -> List.of(keyed(Ordinary.template(kind, member, id), null));
      case WRONG_KEY -> List.of(keyed(Ordinary.template(kind, member, id), other.id()));
      case WRONG_PARTITION -> {
        Message message = Ordinary.template(kind, member, id);
        yield List.of(
            new Message(
                message.key(),
                message.value(),
                message.headers(),
                true,
                null,
                false,
                message.expected()));
      }
      default -> List.of(Malformed.message(kind, member, id, ids));
    };
  }

  /** The listed template with all it needs. */
  static ObjectNode plain(Member member, Identity id) {
    return Requests.template(
        id.requestId(), member, id.recipient(), id.number(), Requests.LISTED_TEMPLATE);
  }

  /** Of a template each: what several equal failures hold is one template. */
  private static Message ofTemplate(Kind kind, Member member, Identity id, String template) {
    return Ordinary.nativeJson(kind, member, id, named(member, id, template));
  }

  private static ObjectNode named(Member member, Identity id, String template) {
    return Requests.template(id.requestId(), member, id.recipient(), id.number(), template);
  }

  private static Message uncertain(
      Kind kind, Member member, Identity id, String onUncertain, Fault fault) {
    ObjectNode request = plain(member, id).put("onUncertain", onUncertain);
    return struck(Ordinary.nativeJson(kind, member, id, request), id, fault);
  }

  /** The same, and a fault that strikes its recipient once. */
  private static Message struck(Message message, Identity id, Fault fault) {
    return new Message(
        message.key(),
        message.value(),
        message.headers(),
        message.astray(),
        FaultSpec.always(fault).to(id.digits()).times(1),
        message.fannedOut(),
        message.expected());
  }

  private static Message keyed(Message message, @Nullable String key) {
    return new Message(
        key, message.value(), message.headers(), false, null, false, message.expected());
  }

  private static Message repeated(Message first, Member member, Identity id) {
    Kind kind = Kind.DUPLICATE;
    return new Message(
        first.key(),
        first.value(),
        first.headers(),
        false,
        null,
        false,
        List.of(new Expected(id.requestId(), member.id(), kind, kind.fate(), null)));
  }

  private static ObjectNode inexpressible(Member member, Identity id) {
    return switch (member.vendor()) {
      case PLAZBOT -> {
        ObjectNode request = plain(member, id);
        request
            .withObject("message")
            .putArray("buttons")
            .addObject()
            .put("index", 0)
            .put("type", "url")
            .put("value", "promo");
        request.withObject("message").put("name", "con_boton");
        yield request;
      }
      case PLAZBOT_LEGACY -> {
        ObjectNode request = plain(member, id);
        ObjectNode message = request.withObject("message");
        message.put("name", "con_imagen");
        message
            .putObject("header")
            .put("type", "image")
            .put("url", "https://cdn.example.com/a.png");
        yield request;
      }
      case PLATICA -> Requests.text(id.requestId(), member, id.recipient(), id.number());
      case GATEWAY -> {
        ObjectNode request = plain(member, id);
        request.withObject("message").put("name", "sin_idioma").remove("language");
        yield request;
      }
    };
  }

  private static Message ofNobody(Kind kind, Member member, Identity id) {
    String nobody = "nadie-" + id.number() % 5;
    ObjectNode request = plain(member, id).put("workspaceId", nobody);
    return new Message(
        nobody,
        Requests.bytes(request),
        Map.of(),
        false,
        null,
        false,
        List.of(new Expected(id.requestId(), nobody, kind, kind.fate(), id.digits())));
  }

  private static Message foreign(Kind kind, Member member, Member other, Identity id) {
    String stranger = other.vendorWorkspaceId() + "0";
    return member.vendor() == Vendor.PLATICA
        ? Ordinary.body(
            kind,
            RequestFormat.PLATICA_TEMPLATE,
            member,
            id,
            VendorBodies.platicaTemplate(member, id.digits()).put("channelId", stranger))
        : Ordinary.body(
            kind,
            RequestFormat.PLAZBOT_MESSAGE,
            member,
            id,
            VendorBodies.plazbotMessage(member, id.digits(), id.text())
                .put("workspaceId", stranger));
  }

  private static Message movedTooOften(Kind kind, Member member, Member other, Identity id) {
    return new Message(
        other.id(),
        Requests.bytes(plain(member, id)),
        Map.of("dispatch-moved-from", "elsewhere-0@1\nelsewhere-1@1\nelsewhere-2@1"),
        false,
        null,
        false,
        List.of(expected(kind, member, id, id.digits())));
  }
}
