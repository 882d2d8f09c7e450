package io.campaigndispatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import io.campaigndispatch.sandbox.ledger.Call;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

class FaultTest {
  private static final String MESSAGE =
      "{\"workspaceId\":\"acme\",\"content\":\"Hola\",\"recipientPhone\":\"51987654321\"}";

  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void latency_delaysTheAnswerOnly() {
    add("{\"fault\":{\"type\":\"LATENCY\",\"ms\":150}}");
    long start = System.nanoTime();

    Reply reply = send();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(149));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(only().accepted()).isTrue();
    assertThat(only().fault()).isNull();
  }

  @Test
  void latency_actsBesideAnotherFault() {
    add("{\"fault\":{\"type\":\"LATENCY\",\"ms\":100}}");
    add("{\"fault\":{\"type\":\"STATUS\",\"status\":503}}");
    long start = System.nanoTime();

    assertThat(send().status()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
  }

  @Test
  void status_answersInTheVendorsErrorBodyWithoutHandlingTheCall() {
    add("{\"fault\":{\"type\":\"STATUS\",\"status\":500,\"retryAfter\":7}}");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.at("/errorCode")).isEqualTo("INTERNAL_ERROR");
    assertThat(reply.header("Retry-After")).isEqualTo("7");
    assertThat(only().status()).isEqualTo(500);
    assertThat(only().accepted()).isFalse();
    assertThat(only().fault()).isEqualTo("STATUS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"success\":false,\"code\":400} | {\"success\":false,\"code\":400} | false",
        "200 | \"\" | '' | true",
        "502 | \"<html>\" | <html> | false",
        "202 | {\"queued\":true} | {\"queued\":true} | true"
      })
  void statusWithBody_sendsThatBody(int status, String body, String sent, boolean accepted) {
    add("{\"fault\":{\"type\":\"STATUS\",\"status\":" + status + ",\"body\":" + body + "}}");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEqualTo(sent);
    assertThat(only().accepted()).isEqualTo(accepted);
  }

  @Test
  void throttle_is429WithRetryAfterAsGiven() {
    add("{\"count\":1,\"fault\":{\"type\":\"THROTTLE\"}}");
    add(
        "{\"count\":1,\"fault\":{\"type\":\"THROTTLE\",\"retryAfter\":\"Fri, 20 Nov 2026 12:00:10 GMT\"}}");

    Reply bare = send();
    Reply dated = send();

    assertThat(bare.status()).isEqualTo(429);
    assertThat(bare.header("Retry-After")).isNull();
    assertThat(dated.header("Date")).isEqualTo("Fri, 20 Nov 2026 12:00:00 GMT");
    assertThat(dated.header("Retry-After")).isEqualTo("Fri, 20 Nov 2026 12:00:10 GMT");
    assertThat(send().status()).isEqualTo(200);
  }

  @Test
  void hang_takesTheMessageAndNeverAnswers() {
    add("{\"fault\":{\"type\":\"HANG\"}}");
    HttpRequest request =
        sandbox
            .request("/plazbot/api/message")
            .timeout(Duration.ofMillis(300))
            .header("x-workspace-id", "acme")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
            .build();

    assertThatThrownBy(() -> sandbox.send(request)).hasCauseInstanceOf(HttpTimeoutException.class);

    assertThat(only().status()).isNull();
    assertThat(only().response().isNull()).isTrue();
    assertThat(only().accepted()).isTrue();
    assertThat(only().fault()).isEqualTo("HANG");
    assertThat(only().request().path("recipientPhone").stringValue()).isEqualTo("51987654321");
  }

  @Test
  void hangWithMs_closesTheConnectionAfterwards() throws IOException {
    add("{\"fault\":{\"type\":\"HANG\",\"ms\":50}}");

    assertThat(readRaw()).isEqualTo(-1);
  }

  @Test
  void reset_takesTheMessageAndResetsTheConnection() {
    add("{\"fault\":{\"type\":\"RESET\"}}");

    assertThatThrownBy(this::readRaw).isInstanceOf(SocketException.class);

    assertThat(only().status()).isNull();
    assertThat(only().accepted()).isTrue();
    assertThat(only().fault()).isEqualTo("RESET");
  }

  @Test
  void down_closesTheConnectionWithoutTakingTheMessage() throws IOException {
    add("{\"fault\":{\"type\":\"DOWN\"}}");

    assertThat(readRaw()).isEqualTo(-1);

    assertThat(only().status()).isNull();
    assertThat(only().accepted()).isFalse();
    assertThat(only().fault()).isEqualTo("DOWN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | {\"success\":tru", ",\"body\":\"<!\" | <!"})
  void garbage_takesTheMessageAndAnswers200WithNoJson(String body, String sent) {
    add("{\"fault\":{\"type\":\"GARBAGE\"" + body + "}}");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo(sent);
    assertThat(only().accepted()).isTrue();
    assertThat(only().response().stringValue()).isEqualTo(sent);
  }

  @Test
  void count_endsTheFaultAfterSoManyHits() {
    add("{\"count\":2,\"fault\":{\"type\":\"STATUS\",\"status\":500}}");

    assertThat(send().status()).isEqualTo(500);
    assertThat(send().status()).isEqualTo(500);
    assertThat(send().status()).isEqualTo(200);
    assertThat(sandbox.sandbox().faults()).isEmpty();
  }

  @Test
  void filters_leaveOtherCallsAlone() {
    Fault fault = new Fault.Status(500, null, null);
    sandbox.sandbox().addFault(FaultSpec.always(fault).at(Vendor.PLATICA));
    sandbox.sandbox().addFault(FaultSpec.always(fault).in("other"));
    sandbox.sandbox().addFault(FaultSpec.always(fault).to("51987654322"));
    assertThat(send().status()).isEqualTo(200);

    sandbox.sandbox().addFault(FaultSpec.always(fault).at(Vendor.PLAZBOT).in("acme"));
    assertThat(send().status()).isEqualTo(500);
  }

  @Test
  void recipient_isComparedByDigits() {
    add("{\"recipient\":\"+51 987-654-321\",\"fault\":{\"type\":\"STATUS\",\"status\":500}}");

    assertThat(send().status()).isEqualTo(500);
  }

  @Test
  void probability_strikesThatShareOfCalls() {
    sandbox.sandbox().addFault(FaultSpec.always(new Fault.Status(500, null, null)).sometimes(0.3));
    int hit = 0;
    for (int i = 0; i < 300; i++) {
      hit += send().status() == 500 ? 1 : 0;
    }

    assertThat(hit).isBetween(60, 120);
  }

  @Test
  void recipientOfATemplateCall_failsInsideTheResults() {
    add("{\"recipient\":\"50298765432\",\"fault\":{\"type\":\"STATUS\",\"status\":131026}}");
    add(
        "{\"recipient\":\"50298765433\",\"fault\":{\"type\":\"STATUS\",\"status\":400,\"body\":131049}}");
    add(
        "{\"recipient\":\"50298765434\",\"fault\":{\"type\":\"STATUS\",\"status\":400,\"body\":{\"error\":\"no such user\"}}}");
    add("{\"recipient\":\"50298765435\",\"fault\":{\"type\":\"THROTTLE\"}}");

    Reply reply =
        sendTemplate("50212345678", "50298765432", "50298765433", "50298765434", "50298765435");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("summary").toString())
        .isEqualTo("{\"total\":5,\"sent\":1,\"failed\":4}");
    assertThat(reply.json().at("/results/1/error/code").intValue()).isEqualTo(131026);
    assertThat(reply.json().at("/results/2/error/code").intValue()).isEqualTo(131049);
    assertThat(reply.at("/results/3/error")).isEqualTo("no such user");
    assertThat(reply.json().at("/results/4/error/code").intValue()).isEqualTo(130429);
    assertThat(sandbox.calls())
        .extracting(Call::accepted)
        .containsExactly(true, false, false, false, false);
    assertThat(sandbox.calls().get(1).fault()).isEqualTo("STATUS");
    assertThat(sandbox.calls().getFirst().fault()).isNull();
  }

  @Test
  void metaCodeForAllCalls_failsEveryRecipientAndIs400Elsewhere() {
    sandbox.sandbox().addFault(FaultSpec.always(new Fault.Status(131048, null, null)));

    assertThat(sendTemplate("50212345678", "50298765432").json().at("/summary/failed").intValue())
        .isEqualTo(2);
    assertThat(send().status()).isEqualTo(400);
  }

  @Test
  void httpStatusForATemplateCall_answersTheWholeCall() {
    sandbox
        .sandbox()
        .addFault(
            FaultSpec.always(new Fault.Status(503, null, StringNode.valueOf("busy"))).times(1));

    Reply reply = sendTemplate("50212345678", "50298765432");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text()).isEqualTo("busy");
    assertThat(sandbox.calls())
        .hasSize(2)
        .allMatch(call -> Integer.valueOf(503).equals(call.status()));
  }

  private void add(String fault) {
    assertThat(sandbox.post("/sandbox/faults", fault).status()).isEqualTo(201);
  }

  private Reply send() {
    return sandbox.plazbot("/api/message", MESSAGE);
  }

  private Reply sendTemplate(String... digits) {
    StringBuilder recipients = new StringBuilder();
    for (String number : digits) {
      recipients.append(recipients.isEmpty() ? "" : ",");
      recipients.append("{\"phoneNumber\":\"+").append(number).append("\"}");
    }
    return sandbox.gateway(
        "/send-template",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":[" + recipients + "]}");
  }

  private Call only() {
    assertThat(sandbox.calls()).hasSize(1);
    return sandbox.calls().getFirst();
  }

  /** Sends one call and reads one byte of its answer: -1 when the connection is closed instead. */
  private int readRaw() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.sandbox().port())) {
      socket.setSoTimeout(5_000);
      String head =
          "POST /plazbot/api/message HTTP/1.1\r\nHost: x\r\nx-workspace-id: acme\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + MESSAGE.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + MESSAGE).getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return in.read();
    }
  }
}
