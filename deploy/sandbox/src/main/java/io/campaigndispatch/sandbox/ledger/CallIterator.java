package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the ledger's lines back into records. */
final class CallIterator implements Iterator<Call> {
  private final Iterator<byte[]> lines;

  CallIterator(Iterator<byte[]> lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public Call next() {
    JsonNode row = Json.mapper().readTree(lines.next());
    JsonNode status = row.path("status");
    return new Call(
        row.path("seq").longValue(),
        row.path("call").longValue(),
        Instant.parse(row.path("at").stringValue()),
        Vendor.named(row.path("vendor").stringValue()).orElseThrow(),
        row.path("endpoint").stringValue(),
        text(row.path("workspace")),
        text(row.path("recipient")),
        row.path("request"),
        status.isNull() ? null : status.intValue(),
        row.path("response"),
        row.path("accepted").booleanValue(),
        text(row.path("fault")),
        row.path("recorded"));
  }

  private static @Nullable String text(JsonNode value) {
    return value.isNull() ? null : value.stringValue();
  }
}
