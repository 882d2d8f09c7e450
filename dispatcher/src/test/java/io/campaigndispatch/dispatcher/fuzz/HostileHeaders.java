package io.campaigndispatch.dispatcher.fuzz;

import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestFormat;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Record headers and keys that nobody in his right mind writes. */
final class HostileHeaders {

  private static final String[] OURS = {
    DispatchHeaders.FORMAT,
    DispatchHeaders.REQUEST_ID,
    DispatchHeaders.CONVERSATION_ID,
    DispatchHeaders.RECIPIENT,
    DispatchHeaders.ATTEMPT,
    DispatchHeaders.SOURCE,
    DispatchHeaders.REPLAY,
    DispatchHeaders.CHILD,
    DispatchHeaders.MOVED_FROM,
    DispatchHeaders.DUE_AT,
    DispatchHeaders.TRACEPARENT,
    DispatchHeaders.TRACESTATE
  };

  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "-1",
    "999999",
    "2147483648",
    "99999999999999999999",
    "v-1",
    "a:b:c",
    "x y",
    "dispatch.requests-3@42",
    "dispatch.requests-99999@1",
    "-@",
    "\u0000",
    "+5215512345678",
    "gateway.send-template",
    "platica.template ",
    "521234567890",
    "00-ab-cd-01"
  };

  private HostileHeaders() {}

  static Headers next(RandomGenerator random) {
    Headers headers = new RecordHeaders();
    RequestFormat[] formats = RequestFormat.values();
    int format = random.nextInt(formats.length + 3);
    if (format < formats.length) {
      add(headers, DispatchHeaders.FORMAT, formats[format].mark());
    }
    if (random.nextInt(5) > 0) {
      add(headers, DispatchHeaders.REQUEST_ID, "v-1");
      add(headers, DispatchHeaders.CONVERSATION_ID, "1");
    }
    for (int more = random.nextInt(6) - 2; more > 0; more--) {
      String name = OURS[random.nextInt(OURS.length)];
      headers.add(name, value(random));
    }
    if (random.nextInt(3_000) == 0) {
      bomb(headers, random);
    }
    return headers;
  }

  private static void bomb(Headers headers, RandomGenerator random) {
    String huge = "h".repeat(random.nextInt(60_000));
    headers.add(huge, huge.getBytes(StandardCharsets.UTF_8));
    for (int i = random.nextInt(5_000); i > 0; i--) {
      headers.add(OURS[random.nextInt(OURS.length)], value(random));
    }
  }

  private static byte @Nullable [] value(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> HostileJson.noise(random);
      case 2 -> "9".repeat(random.nextInt(2_000)).getBytes(StandardCharsets.UTF_8);
      default -> VALUES[random.nextInt(VALUES.length)].getBytes(StandardCharsets.UTF_8);
    };
  }

  static byte @Nullable [] key(RandomGenerator random) {
    return switch (random.nextInt(20)) {
      case 0 -> null;
      case 1 -> HostileJson.noise(random);
      case 2 -> new byte[0];
      default -> "acme".getBytes(StandardCharsets.UTF_8);
    };
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
