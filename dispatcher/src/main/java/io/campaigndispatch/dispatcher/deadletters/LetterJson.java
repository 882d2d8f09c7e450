package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.send.PhoneNumber;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dead letters and results as JSON, for the command's {@code --json} and for HTTP. */
public final class LetterJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  private LetterJson() {}

  /**
   * One dead letter without its body.
   *
   * @param recipients whether numbers are shown in full
   */
  public static ObjectNode entry(DeadLetterDesk.Entry entry, boolean recipients) {
    DeadLetter letter = entry.letter();
    ObjectNode node = JSON.createObjectNode();
    node.put("place", letter.place().toString());
    node.put("failedAt", letter.failedAt().toString());
    node.put("workspaceId", letter.workspaceId());
    node.put("campaignId", letter.campaignId());
    node.put("requestId", letter.requestId());
    node.put("recipient", recipient(letter.recipient(), recipients));
    node.put("category", letter.category() == null ? null : letter.category().name());
    node.put("code", letter.code());
    node.put("error", letter.error());
    node.put("attempt", letter.attempt());
    node.put("replay", letter.replay());
    node.put("source", letter.source() == null ? null : letter.source().toString());
    node.put("vendor", letter.vendor());
    Handling handling = entry.handling();
    node.put("state", handling == null ? "open" : handling.action().done());
    node.put("stateSince", handling == null ? null : handling.at().toString());
    node.put("by", handling == null ? null : handling.by());
    return node;
  }

  private static @Nullable String recipient(@Nullable PhoneNumber recipient, boolean whole) {
    return recipient == null ? null : LetterText.recipient(recipient, whole);
  }

  /** One dead letter with headers and body; bytes that are no UTF-8 are replaced. */
  public static ObjectNode whole(DeadLetterDesk.Entry entry) {
    ObjectNode node = entry(entry, true);
    ArrayNode headers = node.putArray("headers");
    for (Header header : entry.letter().raw().headers()) {
      headers.addObject().put("name", header.key()).put("value", text(header.value()));
    }
    node.put("key", text(entry.letter().raw().key()));
    node.put("body", text(entry.letter().raw().value()));
    return node;
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** A list's entries and counts. */
  public static ObjectNode listing(DeadLetterDesk.Listing listing, boolean recipients) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode letters = node.putArray("letters");
    listing.entries().forEach(entry -> letters.add(entry(entry, recipients)));
    node.put("total", listing.counts().total());
    node.put("open", listing.open());
    kinds(node, listing.counts());
    return node;
  }

  /** What was done, or would be. */
  public static ObjectNode result(LetterResult result) {
    ObjectNode node = JSON.createObjectNode();
    node.put("end", result.end().name());
    node.put("number", result.counts().total());
    kinds(node, result.counts());
    ObjectNode left = node.putObject("left");
    result.counts().left().forEach((reason, number) -> left.put(reason.name(), number));
    if (result.counts().beyondMost() > 0) {
      left.put("BEYOND_MAX", result.counts().beyondMost());
    }
    return node;
  }

  private static void kinds(ObjectNode node, LetterCounts counts) {
    ArrayNode kinds = node.putArray("counts");
    counts
        .byKind()
        .forEach(
            (kind, number) ->
                kinds
                    .addObject()
                    .put("category", kind.category())
                    .put("code", kind.code())
                    .put("number", number));
  }
}
