package io.campaigndispatch.dispatcher.vendor.adapter;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.gateway.GatewayCatalogue;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.VendorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a vendor answers, there is one verdict per request and nothing is thrown. */
class HostileRepliesTest {

  private static final String NUMBER = "50212345678";
  private static final SendRequest TEMPLATE =
      request("+" + NUMBER, null, template("t", null, List.of()));
  private static final SendRequest TEXT = request("+" + NUMBER, null, new TextMessage("x", null));

  private static final String[] NAMES = {
    "success",
    "code",
    "errorCode",
    "error",
    "errors",
    "message",
    "details",
    "data",
    "results",
    "phoneNumber",
    "messages",
    "id",
    "messageId",
    "summary",
    "sent",
    "field",
    "expected",
    "received",
    "error_data",
    "message_id",
    "status",
    "conversation",
    "name",
    "language",
    "components",
    "type",
    "text",
    "format",
    "buttons",
    "url",
    "contactId",
    "messageWhatsappId",
  };
  private static final String[] SCALARS = {
    "true",
    "false",
    "null",
    "0",
    "-1",
    "200",
    "404",
    "131026",
    "\"131026\"",
    "1e400",
    "1.5",
    "99999999999999999999999",
    "\"\"",
    "\"sent\"",
    "\"" + NUMBER + "\"",
    "\"+502 1234-5678\"",
    "\"wamid.HBgNNTA2MTI\"",
    "\"BODY\"",
    "\"{{1}}\"",
    "\"\\ud800\"",
    "\"BUTTONS\"",
    "\"failed\"",
    "\"duplicate\"",
    "\"(#190) token\"",
  };

  private static String value(Random random, int depth) {
    int kind = depth > 5 ? 0 : random.nextInt(4);
    StringBuilder text = new StringBuilder();
    switch (kind) {
      case 2 -> {
        text.append('[');
        for (int i = random.nextInt(4); i > 0; i--) {
          text.append(value(random, depth + 1)).append(i == 1 ? "" : ",");
        }
        text.append(']');
      }
      case 3 -> text.append(object(random, depth + 1));
      default -> text.append(SCALARS[random.nextInt(SCALARS.length)]);
    }
    return text.toString();
  }

  private static String object(Random random, int depth) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = NAMES[random.nextInt(NAMES.length)];
      text.append('"').append(name).append("\":").append(value(random, depth));
      text.append(i == 1 ? "" : ",");
    }
    return text.append('}').toString();
  }

  private static void check(byte[] body, int status) {
    Answered reply = new Answered(status, Map.of("retry-after", "x"), body, false);
    Vendors vendors = new Vendors(_ -> {});
    for (VendorType type : VendorType.values()) {
      VendorAdapter adapter = vendors.adapter(type);
      for (SendRequest request : List.of(TEMPLATE, TEXT)) {
        List<Verdict> verdicts = adapter.classify(Fixtures.vendor(type), List.of(request), reply);
        assertThat(verdicts).hasSize(1);
        checkShown(verdicts.getFirst());
      }
    }
    assertThat(GatewayCatalogue.parse(reply)).isNotNull();
  }

  private static void checkShown(Verdict verdict) {
    Failure failure =
        switch (verdict) {
          case Verdict.Accepted _, Verdict.NotWritten _ -> null;
          case Verdict.Retry retry -> retry.failure();
          case Verdict.RetryHeld held -> held.retry().failure();
          case Verdict.Throttled throttled -> throttled.failure();
          case Verdict.Hold hold -> hold.failure();
          case Verdict.Rejected rejected -> rejected.failure();
          case Verdict.Uncertain uncertain -> uncertain.failure();
        };
    if (failure != null) {
      assertThat(failure.code()).matches("[A-Za-z0-9_.:-]{1,64}").doesNotContain(NUMBER);
      assertThat(failure.message()).isNotBlank().hasSizeLessThanOrEqualTo(300);
      assertThat(failure.toString())
          .doesNotContain(NUMBER)
          .doesNotContain("1234-5678")
          .doesNotContain("HBgN");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20261120})
  void plausibleJson_neverThrowsNorShowsTheRecipient(long seed) {
    Random random = new Random(seed);
    int[] statuses = {200, 201, 400, 404, 409, 422, 429, 500, 503};
    for (int i = 0; i < 3000; i++) {
      String body = object(random, 0);
      check(body.getBytes(StandardCharsets.UTF_8), statuses[random.nextInt(statuses.length)]);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void randomBytes_neverThrow(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] body = new byte[random.nextInt(64)];
      random.nextBytes(body);
      check(body, 100 + random.nextInt(500));
    }
  }

  @Test
  void deepNesting_neverThrows() {
    for (String opening : List.of("[", "{\"error\":", "{\"data\":[")) {
      check(opening.repeat(100_000).getBytes(StandardCharsets.UTF_8), 200);
      check(opening.repeat(100_000).getBytes(StandardCharsets.UTF_8), 400);
    }
  }

  @Test
  void hugeValues_neverThrow() {
    String digits = "1".repeat(1 << 20);
    check(("{\"code\":" + digits + "}").getBytes(StandardCharsets.UTF_8), 400);
    check(("{\"code\":\"" + digits + "\"}").getBytes(StandardCharsets.UTF_8), 400);
    check(
        ("{\"success\":false,\"message\":\"" + digits + "\"}").getBytes(StandardCharsets.UTF_8),
        200);
  }

  @Test
  void everyPrefixOfAGoodReply_neverThrows() {
    byte[] whole =
        ("{\"success\":true,\"messageId\":\"m\",\"results\":[{\"phoneNumber\":\"+" + NUMBER)
            .concat("\",\"success\":true,\"data\":{\"messages\":[{\"id\":\"wamid.X\"}]}}]}")
            .getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= whole.length; length++) {
      byte[] prefix = new byte[length];
      System.arraycopy(whole, 0, prefix, 0, length);
      check(prefix, 200);
    }
  }
}
