package io.campaigndispatch.dispatcher.fuzz;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.dispatcher.vendor.gateway.GatewayCatalogue;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a vendor answers, each request gets a verdict, and none shows the recipient. */
class ReplyFuzzTest {

  private static final String NUMBER = "50212345678";
  private static final String OTHER = "50298765432";
  private static final List<List<SendRequest>> CALLS =
      List.of(
          List.of(request("+" + NUMBER, null, template("t", null, List.of()))),
          List.of(request("+" + NUMBER, null, new TextMessage("x", null))),
          List.of(
              request("+" + NUMBER, null, template("t", null, List.of())),
              request("+" + OTHER, null, template("t", null, List.of()))));

  /** As long as vendors' are: a shorter one that lost its prefix could be any word. */
  private static final String WAMID = "HBgNNTAyMTIzNDU2NzgVAgARGBI5QTNDQTVC";

  private static final List<String> SECRETS = List.of(NUMBER, OTHER, "1234-5678", "wamid.H", WAMID);

  private static final int[] STATUSES = {
    200, 201, 202, 204, 301, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504
  };

  private static final String[] WAITS = {
    "0",
    "1",
    "120",
    "-1",
    "1.5",
    "99999999999999999999",
    "Fri, 20 Nov 2026 02:00:10 GMT",
    "Fri, 99 Nov 9999 99:99:99 GMT",
    "",
    "soon",
    "\u0000"
  };

  /** The vendors' documented replies, and their errors. */
  private static final HostileJson JSON =
      new HostileJson(
          List.of(
              """
              {"success": true, "message": "Conversation sent successfully.", "code": 200,
               "data": {"contactId": "c", "conversationId": "v",
                 "details": {"template": "t", "destination": "50212345678", "sendType": "3"}}}""",
              """
              {"success": true, "message": "Message sent successfully.", "code": 200,
               "data": {"contactId": "c", "message": {"id": "m", "messageWhatsappId": "wamid.HBgNNTAyMTIzNDU2NzgVAgARGBI5QTNDQTVC",
                 "recipientPhone": "50212345678", "content": "Hola"}}}""",
              """
              {"success": true, "messageId": "msg_123xyz", "status": "sent"}""",
              """
              {"success": false, "error": "VALIDATION", "code": "INVALID_PHONE",
               "errors": [{"field": "phone", "message": "+502 1234-5678 is invalid"}]}""",
              """
              {"error": {"message": "(#131026) Receiver is incapable", "type": "OAuthException",
               "code": 131026, "error_subcode": 1, "error_data": {"details": "to 50212345678"}}}""",
              """
              {"success": true, "summary": {"total": 2, "sent": 1, "failed": 1},
               "results": [
                 {"phoneNumber": "+50212345678", "success": true,
                  "data": {"messages": [{"id": "wamid.HBgNNTAyMTIzNDU2NzgVAgARGBI5QTNDQTVC"}]}},
                 {"phoneNumber": "+50298765432", "success": false,
                  "error": {"code": 131026, "message": "no such number 50298765432"}}]}""",
              """
              {"success": true, "data": {"message": {"message_id": 456, "conversation_id": 123,
               "status": "sent"}, "conversation": {"conversation_id": 123, "phone_number": "50212345678"}}}""",
              """
              {"success": true, "data": [{"name": "t", "status": "APPROVED", "category": "UTILITY",
               "language": "es", "components": [{"type": "BODY", "text": "Hola {{1}}"},
               {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "x", "url": "https://x/{{1}}"}]}]}]}"""));

  private final Vendors vendors = new Vendors(_ -> {});
  private final LongAdder accepted = new LongAdder();
  private final LongAdder others = new LongAdder();

  @Test
  void hostileReply_getsAVerdictPerRequest() {
    Cases cases = Cases.of("replies", 5_000);
    cases.run(random -> check(reply(random), CALLS.get(random.nextInt(CALLS.size()))));
    if (cases.count() >= 1_000) {
      assertThat(accepted.sum()).isPositive();
      assertThat(others.sum()).isGreaterThan(cases.count());
    }
  }

  private static HttpReply.Answered reply(RandomGenerator random) {
    int status =
        random.nextInt(20) == 0 ? random.nextInt(1_000) : STATUSES[random.nextInt(STATUSES.length)];
    Map<String, String> headers =
        random.nextInt(3) == 0
            ? Map.of("retry-after", WAITS[random.nextInt(WAITS.length)], "content-type", "x")
            : Map.of();
    return new HttpReply.Answered(status, headers, JSON.next(random), random.nextInt(30) == 0);
  }

  private void check(HttpReply.Answered reply, List<SendRequest> call) {
    for (VendorType type : VendorType.values()) {
      VendorAdapter adapter = vendors.adapter(type);
      List<SendRequest> asked =
          call.size() == 1 || adapter.batchKey(call.getFirst()) != null ? call : CALLS.getFirst();
      List<Verdict> verdicts = adapter.classify(vendorOf(type), asked, reply);
      Claims.holds(verdicts.size() == asked.size(), () -> type + ": " + verdicts);
      verdicts.forEach(this::check);
    }
    Claims.holds(GatewayCatalogue.parse(reply) != null, () -> "no catalogue");
  }

  private void check(Verdict verdict) {
    Failure failure = failure(verdict);
    if (failure == null) {
      accepted.increment();
      return;
    }
    others.increment();
    Claims.holds(
        !failure.code().isBlank() && failure.code().length() <= 64, () -> "code: " + failure);
    Claims.holds(
        !failure.message().isBlank() && failure.message().length() <= 300,
        () -> "message: " + failure);
    String shown = failure.code() + failure.message() + failure.errors();
    for (String secret : SECRETS) {
      Claims.holds(!shown.contains(secret), () -> "shown: " + failure);
    }
    Claims.isPlain(shown);
  }

  private static Vendor vendorOf(VendorType type) {
    return Samples.vendor("v1", type, 1, 1);
  }

  private static @Nullable Failure failure(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _, Verdict.NotWritten _ -> null;
      case Verdict.Retry retry -> retry.failure();
      case Verdict.RetryHeld(var retry, _) -> retry.failure();
      case Verdict.Throttled throttled -> throttled.failure();
      case Verdict.Hold hold -> hold.failure();
      case Verdict.Rejected rejected -> rejected.failure();
      case Verdict.Uncertain uncertain -> uncertain.failure();
    };
  }
}
