package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.SendRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record of the requests topic turned out to be. */
public sealed interface Decoded {

  /** One request, or the reason it is none. */
  sealed interface Entry extends Decoded {}

  /**
   * A request that breaks no rule.
   *
   * @param unknownFields how many fields were ignored because no rule knows them
   */
  record Valid(SendRequest request, int unknownFields) implements Entry {}

  /**
   * A record, or one recipient of it, that breaks a rule; every broken rule is in the failure's
   * errors.
   *
   * @param requestId null when it could not be read or is itself invalid (body, header); likewise
   *     the others
   * @param metadata empty when it could not be read or is itself invalid
   */
  record Invalid(
      @Nullable String requestId,
      @Nullable String workspaceId,
      @Nullable String campaignId,
      @Nullable PhoneNumber recipient,
      Map<String, String> metadata,
      Failure failure)
      implements Entry {
    public Invalid {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
  }

  /**
   * A body with several recipients; the n-th entry's id is {@code <requestId>:<n>}.
   *
   * @param entries 1 to 1,000
   */
  record FannedOut(String requestId, List<Entry> entries) implements Decoded {
    public FannedOut {
      entries = List.copyOf(entries);
    }
  }
}
