package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A committed offset's metadata: where in the journal the entries about that offset and later ones
 * begin. Without it, as after an operator's reset of the offsets, the journal is read from its
 * beginning.
 */
public final class ResumeMetadata {

  private static final Pattern FORM = Pattern.compile("v1 journal=(\\d{1,18})");

  private ResumeMetadata() {}

  public static OffsetAndMetadata of(OpenOffsets.Resume resume) {
    return new OffsetAndMetadata(resume.offset(), "v1 journal=" + resume.journalOffset());
  }

  /**
   * @param committed null when the group never committed
   * @param beginning the requests log's first offset
   */
  public static OpenOffsets.Resume parse(@Nullable OffsetAndMetadata committed, long beginning) {
    if (committed == null) {
      return new OpenOffsets.Resume(beginning, 0);
    }
    Matcher matcher = FORM.matcher(committed.metadata());
    return new OpenOffsets.Resume(
        Math.max(beginning, committed.offset()),
        matcher.matches() ? Long.parseLong(matcher.group(1)) : 0);
  }
}
