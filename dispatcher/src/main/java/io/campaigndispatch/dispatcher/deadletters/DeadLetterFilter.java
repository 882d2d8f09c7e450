package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; null throughout for any.
 *
 * @param code as it is written, capitals aside
 * @param from the first failure's time that counts
 * @param until the first that no longer does
 * @param requestId that of a record with several requests means all of them
 */
public record DeadLetterFilter(
    @Nullable String workspace,
    @Nullable String campaign,
    @Nullable FailureCategory category,
    @Nullable String code,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String requestId) {

  public static final DeadLetterFilter ANY =
      new DeadLetterFilter(null, null, null, null, null, null, null);

  public DeadLetterFilter {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException(
          "until: expected a time after from (" + from + "), received " + until);
    }
  }

  public boolean isAny() {
    return equals(ANY);
  }

  boolean matches(DeadLetter letter) {
    return (workspace == null || workspace.equals(letter.workspaceId()))
        && (campaign == null || campaign.equals(letter.campaignId()))
        && (category == null || category == letter.category())
        && (code == null || code.equalsIgnoreCase(letter.code()))
        && (from == null || !letter.failedAt().isBefore(from))
        && (until == null || letter.failedAt().isBefore(until))
        && (requestId == null || isOf(requestId, letter));
  }

  private static boolean isOf(String requestId, DeadLetter letter) {
    String found = letter.requestId();
    return requestId.equals(found)
        || (letter.child() != null && (requestId + ":" + letter.child()).equals(found));
  }
}
