package io.campaigndispatch.dispatcher.fuzz;

import io.campaigndispatch.dispatcher.fuzz.JsonSpans.Span;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Valid JSON bodies, damaged in every way that was ever seen to break a reader. */
final class HostileJson {

  /** Where a media link may lead a vendor astray, or us. */
  static final List<String> LINKS =
      List.of(
          "https://cdn.example.com/a.png",
          "https://user:secret@cdn.example.com/a.png",
          "https://cdn.example.com@127.0.0.1/a",
          "https://127.0.0.1/a",
          "https://2130706433/a",
          "https://0177.0.0.1/a",
          "https://0x7f.0.0.1/a",
          "https://0x7f000001/a",
          "https://127.1/a",
          "https://1.2.3/a",
          "https://192.168.0.1:8443/a",
          "https://169.254.169.254/latest/meta-data",
          "https://[::1]/a",
          "https://[::ffff:127.0.0.1]/a",
          "https://[fe80::1%25eth0]/a",
          "https://[fc00::1]/a",
          "https://[2002:7f00:1::]/a",
          "https://[64:ff9b::7f00:1]/a",
          "https://localhost/a",
          "https://localhost./a",
          "https://a.localhost/a",
          "https://printer.local/a",
          "https://db.internal/a",
          "https://intranet/a",
          "http://cdn.example.com/a.png",
          "HTTPS://CDN.EXAMPLE.COM/A",
          "file:///etc/passwd",
          "javascript:alert(1)",
          "data:text/html,x",
          "ftp://example.com/a",
          "https:\\\\\\\\127.0.0.1\\\\a",
          "https://example.com\\\\@127.0.0.1/",
          "https:/example.com",
          "https:example.com",
          "//example.com/a",
          "https://\\u0435xample.com/a",
          "https://xn--e1awd7f.com/a",
          "https://\\uff11\\uff12\\uff17.0.0.1/a",
          "https://127\\u30020\\u30020\\u30021/a",
          "https://ex\\u00adample.com/a",
          "https://example.com:99999/a",
          "https://example.com:-1/a",
          "https://example.com:/a",
          "https://example..com/a",
          "https://.example.com/a",
          "https://%31%32%37.0.0.1/a",
          "https://example.com/%00",
          "https://example.com/a b",
          "https://example.com/\\r\\nHost: evil",
          "https://",
          "https://?",
          "https://#",
          " https://example.com/a");

  private static final String[] TEXTS = {
    "",
    " ",
    "\\u0000",
    "\\ud800",
    "\\udc00x",
    "\\ud83d\\ude00",
    "\\ufeff",
    "\\u202e",
    "\\u0085",
    "+5215512345678",
    "5512345678",
    "+",
    "00",
    "(((((",
    "+1234567890123456789",
    "\\u0661\\u0662\\u0663\\u0664\\u0665\\u0666\\u0667\\u0668",
    "1;phone-context=x",
    "tel:+1",
    "2027-13-45T99:99:99Z",
    "+999999999-12-31T23:59",
    "2027-01-01T00:00:00+18:01",
    "-999999999",
    "2027-07-01T18:40",
    "acme",
    "acme/../x",
    "null",
    "TEMPLATE",
    "template",
    "text",
    "url",
    "1",
    "{{1}}",
    "<script>",
    "\\u001b[2J",
    "a\\tb\\nc",
    "wamid.HBgNNTAyMTIzNDU2NzgVAgARGBI5QTNDQTVC"
  };

  private static final String[] TOKENS = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1.5",
    "5000.0",
    "1e5",
    "1e999999",
    "-1e999999",
    "1e-999999",
    "1E+2147483648",
    "1e99999999999999999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "NaN",
    "Infinity",
    "-Infinity",
    "01",
    "+1",
    "0x10",
    ".5",
    "5.",
    "1_000",
    "'a'",
    "undefined",
    "{}",
    "[]",
    "[[]]",
    "{\"\":{}}",
    "[null]",
    "/*x*/1",
    "\"",
    "{",
    "]",
    ",",
    ":",
    "\"\\u12",
    "\"\\x41\"",
    "tru"
  };

  private static final byte[][] ODD_BYTES = {
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xe2, (byte) 0x82},
    {(byte) 0x80},
    {(byte) 0xff, (byte) 0xfe},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
    {0},
    {0x1b},
    {'"'},
    {'\\'}
  };

  private static final List<Charset> OTHER_CHARSETS =
      List.of(
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_32BE,
          StandardCharsets.ISO_8859_1);

  private final List<JsonSpans> bodies;

  /**
   * @param bodies valid ones
   */
  HostileJson(List<String> bodies) {
    this.bodies = bodies.stream().map(JsonSpans::of).toList();
  }

  /** A body with up to three changes, mostly in UTF-8. */
  byte[] next(RandomGenerator random) {
    return switch (random.nextInt(100)) {
      case 0 -> noise(random);
      case 1 -> nested(random);
      case 2 -> {
        String text = damaged(random);
        yield text.getBytes(OTHER_CHARSETS.get(random.nextInt(OTHER_CHARSETS.size())));
      }
      default -> {
        byte[] value = damaged(random).getBytes(StandardCharsets.UTF_8);
        yield random.nextInt(4) == 0 ? broken(value, random) : value;
      }
    };
  }

  /** Bytes without any form. */
  static byte[] noise(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] nested(RandomGenerator random) {
    String[] openings = {"[", "{\"a\":", "{\"message\":[", "[{\"requestId\":\"r\",\"x\":"};
    String opening = openings[random.nextInt(openings.length)];
    int depth = random.nextInt(50) == 0 ? 100_000 : random.nextInt(70);
    return opening.repeat(depth).getBytes(StandardCharsets.UTF_8);
  }

  private String damaged(RandomGenerator random) {
    JsonSpans body = bodies.get(random.nextInt(bodies.size()));
    StringBuilder text = new StringBuilder(body.text());
    // From the end to the beginning, so that places stay where they are.
    int beforeThis = Integer.MAX_VALUE;
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      beforeThis = change(text, body, beforeThis, random);
    }
    return text.toString();
  }

  private int change(StringBuilder text, JsonSpans body, int beforeThis, RandomGenerator random) {
    boolean member = random.nextInt(3) == 0 && !body.members().isEmpty();
    List<Span> spans = member ? body.members() : body.values();
    Span span = spans.get(random.nextInt(spans.size()));
    if (span.to() > beforeThis) {
      return beforeThis;
    }
    if (member) {
      switch (random.nextInt(3)) {
        case 0 -> text.replace(span.from(), span.to(), "\"gone\":0");
        case 1 -> text.insert(span.from(), body.text().substring(span.from(), span.to()) + ",");
        default -> text.insert(span.from(), name(random) + ":" + odd(random) + ",");
      }
    } else {
      switch (random.nextInt(8)) {
        case 0 -> {
          int depth = random.nextInt(40);
          text.insert(span.to(), "]".repeat(depth)).insert(span.from(), "[".repeat(depth));
        }
        case 1 -> {
          JsonSpans other = bodies.get(random.nextInt(bodies.size()));
          Span theirs = other.values().get(random.nextInt(other.values().size()));
          text.replace(span.from(), span.to(), other.text().substring(theirs.from(), theirs.to()));
        }
        default -> text.replace(span.from(), span.to(), odd(random));
      }
    }
    return span.from();
  }

  private String name(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> "\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
      case 1 -> "\"" + "n".repeat(random.nextInt(3_000)) + "\"";
      default -> {
        JsonSpans body = bodies.get(random.nextInt(bodies.size()));
        if (body.members().isEmpty()) {
          yield "\"a\"";
        }
        Span span = body.members().get(random.nextInt(body.members().size()));
        String member = body.text().substring(span.from(), span.to());
        yield member.substring(0, member.indexOf('"', 1) + 1);
      }
    };
  }

  private static String odd(RandomGenerator random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> "\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
      case 3, 4 -> "\"" + LINKS.get(random.nextInt(LINKS.size())) + "\"";
      case 5 -> "9".repeat(random.nextInt(1, 1_200));
      case 6 -> "0." + "0".repeat(random.nextInt(500)) + "1";
      case 7 -> "\"" + "x".repeat(random.nextInt(6_000)) + "\"";
      case 8 -> "[" + "0,".repeat(random.nextInt(1_100)) + "0]";
      default -> TOKENS[random.nextInt(TOKENS.length)];
    };
  }

  private static byte[] broken(byte[] value, RandomGenerator random) {
    int at = random.nextInt(value.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(value, at);
      case 1 -> {
        byte[] copy = value.clone();
        copy[at] = (byte) random.nextInt(256);
        yield copy;
      }
      default -> {
        byte[] odd = ODD_BYTES[random.nextInt(ODD_BYTES.length)];
        byte[] copy = Arrays.copyOf(value, value.length + odd.length);
        int to = random.nextInt(8) == 0 ? 0 : at;
        System.arraycopy(value, to, copy, to + odd.length, value.length - to);
        System.arraycopy(odd, 0, copy, to, odd.length);
        yield copy;
      }
    };
  }
}
