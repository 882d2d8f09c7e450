package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A committed offset's metadata: where in the journal the entries about that offset and later ones
 * begin, of which requests topic it is, and which snapshots were void then. An operator's tool
 * leaves none.
 */
public final class ResumeMetadata {

  private static final Pattern FORM =
      Pattern.compile(
          "v1 journal=(\\d{1,18})"
              + "|v2 journal=(\\d{1,18}) topic=([A-Za-z0-9_-]{22})(?: snapshots=(\\d{1,18}))?");

  private ResumeMetadata() {}

  /**
   * Where to go on.
   *
   * @param topicId of the requests topic; null when it was not noted, as by version 1
   * @param snapshotsFrom snapshots that contain less of the journal are void
   */
  public record Pointer(long journalOffset, @Nullable Uuid topicId, long snapshotsFrom) {}

  public static OffsetAndMetadata of(OpenOffsets.Resume resume, Uuid topicId, long snapshotsFrom) {
    return new OffsetAndMetadata(
        resume.offset(),
        "v2 journal="
            + resume.journalOffset()
            + " topic="
            + topicId
            + (snapshotsFrom == 0 ? "" : " snapshots=" + snapshotsFrom));
  }

  /** Null when a dispatcher did not commit it. */
  public static @Nullable Pointer pointer(OffsetAndMetadata committed) {
    Matcher matcher = FORM.matcher(committed.metadata());
    if (!matcher.matches()) {
      return null;
    }
    return matcher.group(1) != null
        ? new Pointer(Long.parseLong(matcher.group(1)), null, 0)
        : new Pointer(
            Long.parseLong(matcher.group(2)),
            Uuid.fromString(matcher.group(3)),
            matcher.group(4) == null ? 0 : Long.parseLong(matcher.group(4)));
  }
}
