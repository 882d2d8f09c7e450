package io.campaigndispatch.dispatcher.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever stands in the workspaces file, it is loaded whole or refused with its mistakes. */
class ConfigurationFuzzTest {

  private static final String SECRET = "hunter2hunter2";

  /** INTERFACE.md's example. */
  private static final List<String> LINES =
      """
      vendors:
        - id: plazbot-main
          type: plazbot
          base-url: https://api.plazbot.com
          dialect: current
          max-in-flight: 256
          response-timeout: 10s
        - { id: platica-mx, type: platica, base-url: https://api.platica.mx }
      workspaces:
        - id: acme
          vendor: platica-mx
          vendor-workspace-id: "521234567890"
          credential: env:ACME_TOKEN
          throttle: [ { rate: 20, per: 1s, burst: 4 }, { rate: 100000, per: 1d, burst: 100000 } ]
          weight: 1
          pair-interval: 6s
          contacts: pass
          default-country: MX
          on-uncertain: HOLD
          expires-after: 7d
          retry: { max-attempts: 6 }
        - id: other
          vendor: plazbot-main
          credential: none
          throttle-group: number-1
      throttle-groups:
        - { id: number-1, throttle: [ { rate: 80, per: 1s } ] }
      templates:
        - { workspace: acme, name: order_shipped, language: es, header: image, body-params: [customerName, orderId], buttons: [ { index: 0, type: url } ] }
      """
          .lines()
          .toList();

  private static final String[] VALUES = {
    "",
    "~",
    "null",
    "true",
    "NO",
    "0",
    "-1",
    "1e999999",
    ".inf",
    ".nan",
    "0x10",
    "0o17",
    "1_000",
    "190:20:30",
    "2001-01-01",
    "99999999999999999999",
    "1s",
    "999999999d",
    "0s",
    "1.5s",
    "s",
    "\"\"",
    "'",
    "\"",
    "\"\\ud800\"",
    "\"\\x00\"",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "[ [] ]",
    "{ a: { a: { a: 1 } } }",
    "&a [ *a ]",
    "*a",
    "&a",
    "!!java.lang.Runtime {}",
    "!!binary aGk=",
    "!!set { a }",
    "<<: *a",
    "? a : b",
    "| \n  x",
    ">-",
    "%YAML 9.9",
    "@",
    "`",
    "#",
    "- - - -",
    "https://user:pw@example.com",
    "http://[::1",
    "file:///etc/passwd",
    "javascript:1",
    "env:",
    "file:",
    "acme",
    "plazbot-main",
    "MX",
    "XX",
    "\t",
    "\u0085"
  };

  private final LongAdder loaded = new LongAdder();
  private final LongAdder refused = new LongAdder();

  @Test
  void hostileFile_isLoadedOrRefusedWithLines() {
    Cases cases = Cases.of("configurations", 2_000);
    cases.run(random -> check(DirectoryFile.read("workspaces.yaml", text(random))));
    if (cases.count() >= 1_000) {
      assertThat(loaded.sum()).isPositive();
      assertThat(refused.sum()).isGreaterThan(cases.count() / 4);
    }
  }

  private void check(DirectoryResult result) {
    switch (result) {
      case DirectoryResult.Loaded _ -> loaded.increment();
      case DirectoryResult.Refused(var mistakes) -> {
        refused.increment();
        Claims.holds(!mistakes.isEmpty(), () -> "refused without a line");
        for (String line : mistakes) {
          Claims.holds(
              line.startsWith("workspaces.yaml") && !line.contains(SECRET), () -> "line: " + line);
          Claims.isPlain(line);
        }
      }
    }
  }

  private static String text(RandomGenerator random) {
    if (random.nextInt(50) == 0) {
      return new String(HostileJson.noise(random), StandardCharsets.UTF_8);
    }
    List<String> lines = new ArrayList<>(LINES);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      change(lines, random);
    }
    String text = String.join("\n", lines);
    return switch (random.nextInt(20)) {
      case 0 -> "\uFEFF" + text;
      case 1 -> text.replace("\n", "\r\n");
      case 2 -> text + "\n---\n" + text;
      case 3 -> text.substring(0, random.nextInt(text.length()));
      default -> text;
    };
  }

  private static void change(List<String> lines, RandomGenerator random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int colon = line.indexOf(':');
    switch (random.nextInt(9)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, " ".repeat(random.nextInt(5)) + line);
      case 3 -> lines.set(at, "\t" + line);
      case 4 -> lines.add(at, "    made-up-secret: " + SECRET);
      case 5 -> lines.set(at, "[".repeat(random.nextInt(5_000)));
      case 6 -> lines.set(at, line.replace(' ', (char) random.nextInt(0x20)));
      default -> {
        String value = VALUES[random.nextInt(VALUES.length)];
        lines.set(at, colon < 0 ? value : line.substring(0, colon + 1) + " " + value);
      }
    }
    if (lines.isEmpty()) {
      lines.add("");
    }
  }
}
