package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A committed offset's metadata: where in the journal the entries about that offset and later ones
 * begin, and of which requests topic it is. An operator's tool leaves none.
 */
public final class ResumeMetadata {

  private static final Pattern FORM =
      Pattern.compile("v1 journal=(\\d{1,18})|v2 journal=(\\d{1,18}) topic=([A-Za-z0-9_-]{22})");

  private ResumeMetadata() {}

  /**
   * Where to go on.
   *
   * @param topicId of the requests topic; null when it was not noted, as by version 1
   */
  public record Pointer(long journalOffset, @Nullable Uuid topicId) {}

  public static OffsetAndMetadata of(OpenOffsets.Resume resume, Uuid topicId) {
    return new OffsetAndMetadata(
        resume.offset(), "v2 journal=" + resume.journalOffset() + " topic=" + topicId);
  }

  /** Null when a dispatcher did not commit it. */
  public static @Nullable Pointer pointer(OffsetAndMetadata committed) {
    Matcher matcher = FORM.matcher(committed.metadata());
    if (!matcher.matches()) {
      return null;
    }
    return matcher.group(1) != null
        ? new Pointer(Long.parseLong(matcher.group(1)), null)
        : new Pointer(Long.parseLong(matcher.group(2)), Uuid.fromString(matcher.group(3)));
  }
}
