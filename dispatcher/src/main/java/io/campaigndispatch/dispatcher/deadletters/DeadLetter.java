package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.send.PhoneNumber;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic, its headers and body read as far as they can be.
 *
 * @param raw as it stands in the topic
 * @param original the headers that its request had before the dispatcher wrote its own, and those
 *     that say which request it is
 * @param requestId null when it could not be read, likewise the next three
 * @param metadata empty when it could not be read
 * @param category null when it names none that this version knows
 * @param attempt attempts that were made, at least 0
 * @param replay how often it had been sent again, at least 0
 * @param source where the request first entered; null in a record that the dispatcher did not write
 * @param child which request of a record that carries several; null: the whole record
 * @param vendor configured id; null when none was called
 */
public record DeadLetter(
    RawRecord raw,
    Headers original,
    @Nullable String requestId,
    @Nullable String workspaceId,
    @Nullable String campaignId,
    @Nullable PhoneNumber recipient,
    Map<String, String> metadata,
    @Nullable FailureCategory category,
    String code,
    String error,
    Instant failedAt,
    int attempt,
    int replay,
    @Nullable Source source,
    @Nullable Integer child,
    @Nullable String vendor) {

  public DeadLetter {
    metadata = Map.copyOf(metadata);
  }

  public DeadLetterPlace place() {
    return new DeadLetterPlace(raw.partition(), raw.offset());
  }

  /** The vendor may have taken it: sent again, it may reach the recipient twice. */
  boolean isUncertain() {
    return category == FailureCategory.UNCERTAIN;
  }

  /** Leaves out what the customer wrote. */
  @Override
  public String toString() {
    return "DeadLetter[" + place() + " " + category + " " + code + "]";
  }
}
