package io.campaigndispatch.sandbox.desk;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.ledger.Entry;
import io.campaigndispatch.sandbox.ledger.Ledger;
import io.campaigndispatch.sandbox.ledger.Stats;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.vendor.Exchange;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes calls into ledger and totals, one row per message.
 *
 * <p>Rows of a call with several recipients share a number; each has the request and the reply
 * narrowed to its own recipient, so that a call to n recipients takes the room of n, not of n times
 * n.
 */
public final class CallBook {
  private final Ledger ledger;
  private final Stats stats;
  private long lastCall;

  public CallBook(Ledger ledger, Stats stats) {
    this.ledger = ledger;
    this.stats = stats;
  }

  /** How a call ended. */
  sealed interface End {}

  /**
   * Its answer is sent.
   *
   * @param fault the fault that made the answer, or null when the vendor's contract did
   */
  record Told(Answer answer, @Nullable Fault fault) implements End {}

  /** It was handled and its answer is withheld by a fault. */
  record Untold(Answer answer, Fault fault) implements End {}

  /** A fault kept it from being handled. */
  record Unhandled(Fault fault) implements End {}

  void record(Vendor vendor, Exchange exchange, End end) {
    long call = ++lastCall;
    stats.addCall();
    List<@Nullable String> recipients = exchange.subject().recipients();
    for (int i = 0; i < recipients.size(); i++) {
      Entry entry = entry(call, vendor, exchange, end, i);
      ledger.append(entry);
      stats.add(entry);
    }
  }

  private static Entry entry(long call, Vendor vendor, Exchange exchange, End end, int row) {
    byte[] request = request(exchange, row);
    String recipient = exchange.subject().recipients().get(row);
    Row part =
        switch (end) {
          case Told(Answer answer, Fault fault) -> {
            String type = fault == null ? ofRecipient(exchange, recipient) : fault.type();
            byte[] response = fault == null ? response(answer, row) : oneLine(answer);
            yield new Row(
                answer.reply().status(), response, isAccepted(answer, row), type, noted(answer));
          }
          case Untold(Answer answer, Fault fault) ->
              new Row(null, null, isAccepted(answer, row), fault.type(), noted(answer));
          case Unhandled(Fault fault) -> new Row(null, null, false, fault.type(), null);
        };
    return new Entry(
        call,
        exchange.now(),
        vendor,
        exchange.path(),
        exchange.subject().workspace(),
        recipient,
        request,
        part.status,
        part.response,
        part.accepted,
        part.fault,
        part.noted);
  }

  @SuppressWarnings("ArrayRecordComponent") // Lives for one row.
  private record Row(
      @Nullable Integer status,
      byte @Nullable [] response,
      boolean accepted,
      @Nullable String fault,
      byte @Nullable [] noted) {}

  private static byte @Nullable [] request(Exchange exchange, int row) {
    if (exchange.subject().recipients().size() == 1
        || !(exchange.body() instanceof ParsedBody.JsonObject(ObjectNode whole, _))) {
      return exchange.body().oneLine();
    }
    ObjectNode narrowed = Json.object();
    narrowed.setAll(whole);
    narrowed.putArray("recipients").add(whole.path("recipients").path(row));
    return Json.bytes(narrowed);
  }

  private static @Nullable String ofRecipient(Exchange exchange, @Nullable String recipient) {
    Fault fault = recipient == null ? null : exchange.recipientFaults().get(recipient);
    return fault == null ? null : fault.type();
  }

  private static boolean isAccepted(Answer answer, int row) {
    return answer.results().isEmpty() ? answer.accepted() : answer.results().get(row).accepted();
  }

  private static byte[] response(Answer answer, int row) {
    return answer.results().size() > 1
        ? Json.bytes(answer.results().get(row).response())
        : answer.reply().body();
  }

  /** A fault's body may be anything. */
  private static byte @Nullable [] oneLine(Answer answer) {
    return ParsedBody.of(answer.reply().body()).oneLine();
  }

  private static byte @Nullable [] noted(Answer answer) {
    ObjectNode recorded = answer.recorded();
    return recorded == null ? null : Json.bytes(recorded);
  }
}
