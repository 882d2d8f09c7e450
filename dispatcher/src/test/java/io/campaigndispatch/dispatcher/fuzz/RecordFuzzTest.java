package io.campaigndispatch.dispatcher.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.RequestEncoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is in a record, the decoder and the rules answer with a declared result. */
class RecordFuzzTest {

  private static final long USUAL_TIME = Instant.parse("2026-11-20T02:00:00Z").toEpochMilli();
  private static final Source SOURCE = new Source("dispatch.requests", 3, 42);
  private static final int LARGEST_OUTCOME = 1 << 20;
  private static final int LARGEST_VALUE = 1 << 20;

  private static final RequestDecoder DECODER =
      new RequestDecoder(
          new WorkspaceFacts() {
            @Override
            public @Nullable String defaultCountry(String workspaceId) {
              return workspaceId.equals("acme") ? "MX" : null;
            }

            @Override
            public @Nullable String vendorWorkspaceId(String workspaceId) {
              return workspaceId.equals("acme") ? "521234567890" : null;
            }
          });

  /** INTERFACE.md's request, and the examples of the vendors' documents. */
  private static final HostileJson JSON =
      new HostileJson(
          List.of(
              """
              {"requestId": "01JD3Z8Q6V5T8W0K3N2M1A9B7C", "workspaceId": "acme",
               "campaignId": "spring-sale", "sendType": "CAMPAIGN", "priority": "BULK",
               "recipient": "+5215512345678",
               "message": {"type": "template", "name": "order_shipped", "language": "es",
                 "header": {"type": "image", "url": "https://cdn.example.com/a.png", "fileName": "a.png"},
                 "body": [{"name": "customerName", "value": "Juan"}, {"name": "orderId", "value": "12345"}],
                 "buttons": [{"index": 0, "type": "url", "value": "promo/enero"}]},
               "contact": {"name": "José", "email": "jose@example.com", "birthdate": "01/02/1990",
                 "customFields": {"placas": "ABC123"}},
               "schedule": {"at": "2027-07-01T18:40:00-06:00"},
               "expiresAt": "2027-07-02T00:00:00Z", "onUncertain": "HOLD",
               "metadata": {"orderId": "12345"}}""",
              """
              {"requestId": "r-1", "workspaceId": "acme", "recipient": "55 1234 5678",
               "message": {"type": "text", "text": "hola", "conversationId": "123"},
               "schedule": {"delayMs": 5000}}""",
              """
              {"workspaceId": "521234567890", "template": "order_shipped", "destination": "51987654321",
               "variablesBody": [{"variable": "customerName", "value": "Juan"}],
               "variablesHeader": [{"variable": "headerImage", "value": "https://storage.example.com/h.png"}],
               "file": {"fileUrl": "https://storage.example.com/i.pdf", "fileName": "i.pdf"},
               "sendType": "3", "campaignName": "Promocion_Abril"}""",
              """
              {"workspaceId": "521234567890", "template": "t", "destination": "51987654321",
               "file": [{"fileUrl": "https://example.com/a.pdf", "fileName": "a"}], "type": "1"}""",
              """
              {"content": "Hola, tu pedido", "recipientPhone": "51987654321",
               "workspaceId": "521234567890"}""",
              """
              {"channelId": "521234567890", "conversationId": "521234567890", "delay": 5000,
               "template": {"name": "n", "params": ["a"], "type": "image", "file": "https://example.com/a",
                 "buttons": [{"index": 0, "parameters": [{"type": "text", "text": "a"}]}]},
               "client": {"name": "J", "birthdate": "01/01/2000", "customFields": {"a": "b"}}}""",
              """
              {"templateName": "service_confirmation", "languageCode": "es",
               "components": [
                 {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://example.com/a"}}]},
                 {"type": "body", "parameters": [{"type": "text", "text": "Juan"}]},
                 {"type": "button", "sub_type": "url", "index": "0",
                  "parameters": [{"type": "text", "text": "tracking-code-123"}]}],
               "recipients": [{"phoneNumber": "+50212345678", "requestId": 123},
                              {"phoneNumber": "+50298765432", "requestId": 124}]}""",
              """
              {"phoneNumber": "+50212345678", "content": "Hello!", "requestId": 123}"""));

  private final LongAdder valid = new LongAdder();
  private final LongAdder invalid = new LongAdder();
  private final LongAdder fannedOut = new LongAdder();

  @Test
  void hostileRecord_isAnsweredWithADeclaredResult() {
    Cases cases = Cases.of("records", 20_000);
    cases.run(
        random -> {
          Headers headers = HostileHeaders.next(random);
          check(decode(HostileHeaders.key(random), value(random), headers, time(random)));
        });
    if (cases.count() >= 1_000) {
      assertThat(valid.sum()).as("valid").isGreaterThan(cases.count() / 100);
      assertThat(invalid.sum()).as("invalid").isGreaterThan(cases.count() / 4);
      assertThat(fannedOut.sum()).as("fanned out").isPositive();
    }
  }

  private static Decoded decode(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers, long millis) {
    return DECODER.decode(key, value, headers, Instant.ofEpochMilli(millis));
  }

  private static byte @Nullable [] value(RandomGenerator random) {
    if (random.nextInt(20_000) > 0) {
      return random.nextInt(2_000) == 0 ? null : JSON.next(random);
    }
    // Around the largest, mostly of the kind that costs a reader most.
    byte[] head = JSON.next(random);
    byte[] large = Arrays.copyOf(head, LARGEST_VALUE + random.nextInt(-5, 5));
    byte[] fill = {' ', '[', '1', '{', 'a', ','};
    Arrays.fill(large, head.length, large.length, fill[random.nextInt(fill.length)]);
    return large;
  }

  private static long time(RandomGenerator random) {
    long[] odd = {-1, 0, Long.MAX_VALUE, Long.MIN_VALUE};
    return random.nextInt(50) == 0 ? odd[random.nextInt(odd.length)] : USUAL_TIME;
  }

  private void check(Decoded decoded) {
    switch (decoded) {
      case Decoded.Valid(var request, var unknownFields) -> {
        valid.increment();
        Claims.holds(unknownFields >= 0, () -> "unknown fields: " + unknownFields);
        checkLink(request);
        if (request.recipient() != null && request.schedule() == null) {
          checkWritable(request);
        }
      }
      case Decoded.Invalid read -> {
        invalid.increment();
        checkPublishable(read);
      }
      case Decoded.FannedOut(_, var entries) -> {
        fannedOut.increment();
        Claims.holds(!entries.isEmpty(), () -> "no entries");
        entries.forEach(this::check);
      }
    }
  }

  /** What the decoder takes, the encoder can write and the decoder takes again. */
  private static void checkWritable(SendRequest request) {
    byte[] written = RequestEncoder.encode(request);
    Decoded again = decode(null, written, new RecordHeaders(), USUAL_TIME);
    Claims.holds(again instanceof Decoded.Valid, () -> "not taken again: " + again);
  }

  /** Held against the JDK's own readers of addresses, which take every spelling. */
  private static void checkLink(SendRequest request) {
    if (!(request.message() instanceof TemplateMessage template)
        || !(template.header() instanceof Header.Media(_, URI url, _))) {
      return;
    }
    assertThat(url.getScheme()).isEqualToIgnoringCase("https");
    assertThat(url.getRawUserInfo()).isNull();
    String authority = url.getRawAuthority();
    assertThat(authority).isNotEmpty().doesNotContain("@", "%", "\\").isASCII();
    String host = authority.replaceFirst(":[0-9]*$", "");
    assertThat(host.toLowerCase(java.util.Locale.ROOT))
        .doesNotEndWith("localhost")
        .doesNotEndWith("localhost.");
    InetAddress address = address(host);
    if (address != null) {
      assertThat(address.isLoopbackAddress()).as(host).isFalse();
      assertThat(address.isSiteLocalAddress()).as(host).isFalse();
      assertThat(address.isLinkLocalAddress()).as(host).isFalse();
      assertThat(address.isAnyLocalAddress()).as(host).isFalse();
    }
  }

  private static @Nullable InetAddress address(String host) {
    try {
      return host.startsWith("[")
          ? InetAddress.ofLiteral(host)
          : InetAddress.ofLiteral(java.net.Inet4Address.ofPosixLiteral(host).getHostAddress());
    } catch (IllegalArgumentException name) {
      return null;
    }
  }

  /** Its outcome can be written, is small enough for its topic, and reads back as it was. */
  private static void checkPublishable(Decoded.Invalid read) {
    Claims.holds(read.failure().message().length() < 400, () -> "message: " + read.failure());
    for (Violation error : read.failure().errors()) {
      Claims.isPlain("" + error.received());
    }
    Outcome outcome =
        Outcome.unread("r", "acme", read.failure(), SOURCE, Instant.ofEpochMilli(USUAL_TIME));
    byte[] written = OutcomeCodec.encode(outcome);
    Claims.holds(written.length < LARGEST_OUTCOME, () -> "outcome of " + written.length);
    Claims.holds(OutcomeCodec.decode(written).failure() != null, () -> "no failure");
  }
}
