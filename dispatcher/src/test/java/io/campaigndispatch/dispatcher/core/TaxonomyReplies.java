package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.VendorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables under {@code taxonomy/}, and the replies they stand for. */
final class TaxonomyReplies {

  private static final TemplateMessage TEMPLATE = Fixtures.template("t", null, List.of());
  private static final TextMessage TEXT = new TextMessage("hola", null);

  /** Smaller codes are looked for only where Meta's are known to be handed on. */
  private static final int UNMISTAKABLE_FROM = 1_000;

  private TaxonomyReplies() {}

  /** An endpoint of a vendor. */
  enum Who {
    PLAZBOT_TEMPLATE(VendorType.PLAZBOT, TEMPLATE),
    PLAZBOT_TEXT(VendorType.PLAZBOT, TEXT),
    PLATICA(VendorType.PLATICA, TEMPLATE),
    GATEWAY_TEMPLATE(VendorType.GATEWAY, TEMPLATE),
    GATEWAY_TEXT(VendorType.GATEWAY, TEXT);

    final VendorType type;
    final Message message;

    Who(VendorType type, Message message) {
      this.type = type;
      this.message = message;
    }
  }

  record MetaRow(String row, int code, List<Integer> statuses, String follows) {}

  record ReplyRow(String row, List<Who> who, HttpReply reply, String follows) {
    @Override
    public String toString() {
      return row + ", " + who + ": " + shown(reply);
    }
  }

  static List<String> rows() {
    return lines("rows.txt");
  }

  static List<MetaRow> metaRows() {
    return lines("meta-codes.txt").stream()
        .map(TaxonomyReplies::columns)
        .map(
            columns ->
                new MetaRow(
                    columns[0],
                    Integer.parseInt(columns[1]),
                    Arrays.stream(columns[2].split(", ", -1)).map(Integer::parseInt).toList(),
                    columns[3]))
        .toList();
  }

  static List<ReplyRow> replyRows() {
    return lines("replies.txt").stream()
        .map(TaxonomyReplies::columns)
        .map(
            columns ->
                new ReplyRow(
                    columns[0],
                    columns[1].equals("any")
                        ? List.of(Who.values())
                        : List.of(
                            Who.valueOf(columns[1].toUpperCase(Locale.ROOT).replace('-', '_'))),
                    reply(columns[2], columns[3], columns[4]),
                    columns[5]))
        .toList();
  }

  private static String[] columns(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
  }

  private static HttpReply reply(String how, String headers, String body) {
    return switch (how) {
      case "CONNECT", "TLS", "OURS" ->
          new HttpReply.NotSent(HttpReply.NotSent.Cause.valueOf(how), "");
      case "TIMEOUT", "RESET", "GARBAGE" ->
          new HttpReply.Lost(HttpReply.Lost.Cause.valueOf(how), "");
      default -> Fixtures.reply(Integer.parseInt(how), headers(headers), body);
    };
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new HashMap<>();
    for (String header : text.isEmpty() ? new String[0] : text.split("; ", -1)) {
      int colon = header.indexOf(": ");
      headers.put(header.substring(0, colon), header.substring(colon + 2));
    }
    return headers;
  }

  static HttpReply answer(int status, String body) {
    return Fixtures.reply(status, body);
  }

  /** A code of Meta's in every form in which this endpoint can carry it. */
  static List<HttpReply> forms(Who who, MetaRow row) {
    int code = row.code();
    List<HttpReply> forms = new ArrayList<>();
    switch (who) {
      case GATEWAY_TEMPLATE -> {
        for (String failed : failures(code)) {
          forms.add(answer(200, result("\"success\":false," + failed)));
        }
        row.statuses().forEach(status -> forms.add(answer(status, metasOwn(code))));
      }
      case GATEWAY_TEXT -> {
        for (String failed : failures(code)) {
          forms.add(answer(200, "{\"success\":false," + failed + "}"));
        }
        row.statuses().forEach(status -> forms.add(answer(status, metasOwn(code))));
      }
      case PLAZBOT_TEMPLATE, PLAZBOT_TEXT -> {
        if (code >= UNMISTAKABLE_FROM) {
          String body =
              "{\"success\":false,\"code\":400,\"errorCode\":\"%s\",\"message\":\"x\",\"data\":null}"
                  .formatted(code);
          forms.add(answer(200, body));
          row.statuses().forEach(status -> forms.add(answer(status, body)));
        }
      }
      case PLATICA -> {
        if (code >= UNMISTAKABLE_FROM) {
          String body = "{\"code\":%s,\"error\":\"x\",\"details\":\"y\"}".formatted(code);
          forms.add(answer(200, body));
          row.statuses().forEach(status -> forms.add(answer(status, body)));
        }
      }
    }
    return forms;
  }

  private static List<String> failures(int code) {
    List<String> failures =
        new ArrayList<>(
            List.of(
                "\"error\":" + error(Integer.toString(code)),
                "\"error\":" + error("\"" + code + "\""),
                "\"data\":{\"error\":" + error(Integer.toString(code)) + "}",
                "\"errors\":[{\"code\":" + code + ",\"title\":\"x\"}]",
                "\"error\":\"(#" + code + ") Something is wrong\""));
    if (code != 200) {
      // Beside success it would only repeat the status.
      failures.add("\"error\":\"x\",\"code\":" + code);
    }
    return failures;
  }

  private static String error(String code) {
    return ("{\"message\":\"x\",\"type\":\"OAuthException\",\"code\":%s,\"fbtrace_id\":\"f\","
            + "\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"y\"}}")
        .formatted(code);
  }

  private static String metasOwn(int code) {
    return "{\"error\":" + error(Integer.toString(code)) + "}";
  }

  private static String result(String properties) {
    return "{\"success\":true,\"results\":[{\"phoneNumber\":\"50212345678\"," + properties + "}]}";
  }

  static String shown(HttpReply reply) {
    return reply instanceof HttpReply.Answered answered
        ? answered.status() + " " + new String(answered.body(), StandardCharsets.UTF_8)
        : reply.toString();
  }

  private static List<String> lines(String name) {
    try (InputStream in = TaxonomyReplies.class.getResourceAsStream("/taxonomy/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
