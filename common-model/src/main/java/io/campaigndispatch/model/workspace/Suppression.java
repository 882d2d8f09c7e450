package io.campaigndispatch.model.workspace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient no longer wants to get.
 *
 * @param until when it ends; null: when it is taken back
 */
public record Suppression(Category category, @Nullable Instant until) {

  /** Marketing is what has the priority BULK. */
  public enum Category {
    ALL,
    MARKETING
  }
}
