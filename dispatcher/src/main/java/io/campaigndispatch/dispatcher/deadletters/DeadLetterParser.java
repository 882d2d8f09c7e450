package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestDecoder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads dead letters; whatever stands in the topic, it answers. */
public final class DeadLetterParser {

  private final RequestDecoder decoder;

  public DeadLetterParser(RequestDecoder decoder) {
    this.decoder = decoder;
  }

  /** What a body tells of the request. */
  private record Body(
      @Nullable String requestId,
      @Nullable String workspaceId,
      @Nullable String campaignId,
      @Nullable PhoneNumber recipient,
      Map<String, String> metadata) {}

  DeadLetter parse(RawRecord raw) {
    Headers headers = raw.headers();
    Headers original = OriginalHeaders.of(headers);
    String sourceText = OriginalHeaders.text(headers, DispatchHeaders.SOURCE);
    Source source = sourceText == null ? null : Source.parse(sourceText);
    int replay = number(OriginalHeaders.text(headers, DispatchHeaders.REPLAY));
    Body body = body(raw, ReplayHeaders.of(original, source, replay + 1));
    String requestId = OriginalHeaders.text(headers, DispatchHeaders.REQUEST_ID);
    String child = OriginalHeaders.text(headers, DispatchHeaders.CHILD);
    return new DeadLetter(
        raw,
        original,
        requestId != null ? requestId : body.requestId(),
        body.workspaceId(),
        body.campaignId(),
        body.recipient(),
        body.metadata(),
        category(OriginalHeaders.text(headers, DispatchHeaders.REASON)),
        orEmpty(OriginalHeaders.text(headers, DispatchHeaders.CODE)),
        orEmpty(OriginalHeaders.text(headers, DispatchHeaders.ERROR)),
        failedAt(raw),
        number(OriginalHeaders.text(headers, DispatchHeaders.ATTEMPT)),
        replay,
        source,
        child != null && child.matches("\\d{1,6}") ? Integer.valueOf(child) : null,
        OriginalHeaders.text(headers, DispatchHeaders.VENDOR));
  }

  private Body body(RawRecord raw, Headers headers) {
    Instant timestamp = Instant.ofEpochMilli(raw.timestamp());
    try {
      return of(decoder.decode(raw.key(), raw.value(), headers, timestamp));
    } catch (RuntimeException broke) {
      // It may be here because it did so before.
      return new Body(null, null, null, null, Map.of());
    }
  }

  private static Body of(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Valid(var request, _) ->
          new Body(
              request.requestId(),
              request.workspaceId(),
              request.campaignId(),
              request.recipient(),
              request.metadata());
      case Decoded.Invalid(
              var requestId,
              var workspaceId,
              var campaignId,
              var recipient,
              var meta,
              _) ->
          new Body(requestId, workspaceId, campaignId, recipient, meta);
      case Decoded.FannedOut(var requestId, var entries) ->
          new Body(requestId, of(entries.getFirst()).workspaceId(), null, null, Map.of());
    };
  }

  private static Instant failedAt(RawRecord raw) {
    String text = OriginalHeaders.text(raw.headers(), DispatchHeaders.FAILED_AT);
    if (text != null) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException foreign) {
        // Not written by the dispatcher: the record's own time does.
      }
    }
    return Instant.ofEpochMilli(raw.timestamp());
  }

  private static @Nullable FailureCategory category(@Nullable String name) {
    for (FailureCategory category : FailureCategory.values()) {
      if (category.name().equals(name)) {
        return category;
      }
    }
    return null;
  }

  private static int number(@Nullable String text) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
