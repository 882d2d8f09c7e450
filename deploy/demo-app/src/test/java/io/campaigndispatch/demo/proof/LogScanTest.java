package io.campaigndispatch.demo.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of line that must not be is found. */
class LogScanTest {

  private static final String NUMBER = "5215512345678";
  private static final String REJECTED =
      """
      {"@timestamp":"2026-11-20T20:05:11.482Z","log":{"level":"WARN","logger":"io.campaigndispatch.dispatcher.x"},\
      "message":"request rejected","event":{"action":"REQUEST_REJECTED"},\
      "dispatch":{"partition":3,"offset":42,"workspace":null,"code":"INVALID","broken":"%s"}}""";

  private final LogScan scan = new LogScan(Set.of(NUMBER), Set.of("token-of-acme", "msg_12ab"));

  private List<String> findings(String line) {
    return scan.findings(List.of(line));
  }

  private static String library(String message) {
    return """
        {"@timestamp":"2026-11-20T20:05:11.482Z","log":{"logger":"org.apache.kafka"},"message":"%s"}"""
        .formatted(message);
  }

  @Test
  void goodLines_haveNoFindings() {
    assertThat(findings(REJECTED.formatted("recipient"))).isEmpty();
    assertThat(findings(library("Timeout of 60000ms at dispatch.requests-3@987654321"))).isEmpty();
    assertThat(LogScan.rejected(List.of(REJECTED.formatted(""), library("x"))))
        .containsExactly(new LogScan.Rejected(3, 42, "INVALID"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to 5215512345678",
        "to +52 1 55 1234-5678",
        "to (55) 1234.5678",
        "id 12345678",
      })
  void recipientOfTheRun_inAnyForm_isFound(String text) {
    assertThat(findings(library(text))).contains("line 1: a recipient's number");
  }

  @Test
  void tokenOrVendorsId_isFound() {
    assertThat(findings(library("with token-of-acme"))).hasSize(1);
    assertThat(findings(library("as msg_12ab."))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "of nobody: +34911222333",
        "4915112345670",
        "wamid.HBgN",
        "Authorization: Bearer abc",
        "eyJhbGciOiJIUzI1NiJ9",
      })
  void whatLooksLikeASecret_isFound(String text) {
    assertThat(findings(library(text)))
        .containsExactly("line 1: what looks like a number, an id or a token");
  }

  @Test
  void numberInBase64_isFound() {
    byte[] bytes = ("\u0018\r" + NUMBER + "\u0015\u0002").getBytes(StandardCharsets.ISO_8859_1);
    String standard = Base64.getEncoder().encodeToString(bytes);
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

    assertThat(findings(library(standard)))
        .containsExactly("line 1: a recipient's number in base64");
    assertThat(findings(library("x=" + url))).hasSize(1);
  }

  @Test
  void lineThatIsNoneOfTheVocabulary_isFound() {
    String ours =
        "{\"log\":{\"logger\":\"io.campaigndispatch.dispatcher.x\"},\"message\":\"hello\"}";
    String unknown = REJECTED.formatted("").replace("REQUEST_REJECTED", "REQUEST_SENT");
    String fewer = REJECTED.formatted("").replace(",\"broken\":\"\"", "");

    assertThat(findings("2026-11-20 WARN plain")).containsExactly("line 1: no JSON");
    assertThat(findings("[1]")).containsExactly("line 1: no object of JSON");
    assertThat(findings(ours)).containsExactly("line 1: ours, and no event");
    assertThat(findings(unknown)).containsExactly("line 1: an event that is none");
    assertThat(findings(fewer)).containsExactly("line 1: other values");
  }
}
