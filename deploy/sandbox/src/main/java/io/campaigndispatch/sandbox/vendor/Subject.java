package io.campaigndispatch.sandbox.vendor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose call it is and whom it is for, read without judging: a refused call is recorded too.
 *
 * @param workspace the workspace as the vendor sees it, or null when the call does not tell
 * @param recipients digits, one entry per message, null where the call does not tell; never empty
 * @param resultEach whether the answer has a result for each recipient
 */
public record Subject(
    @Nullable String workspace, List<@Nullable String> recipients, boolean resultEach) {

  public Subject {
    recipients = Collections.unmodifiableList(new ArrayList<>(recipients));
  }

  /** A call for one recipient at most. */
  public static Subject single(@Nullable String workspace, @Nullable String recipient) {
    return new Subject(workspace, Collections.singletonList(recipient), false);
  }

  /** Without the numbers. */
  @Override
  public String toString() {
    return "Subject[" + workspace + ", " + recipients.size() + " recipients]";
  }
}
