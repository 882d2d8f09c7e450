package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What preparing the topics came to. */
public sealed interface TopicResult {

  /**
   * Every topic exists and fits.
   *
   * @param partitions of the requests topic, and at least as many of all that follow it
   * @param retention how long requests are kept; null for ever
   * @param adoption what was fixed when the requests topic was adopted
   */
  record Ready(Topics names, int partitions, @Nullable Duration retention, Adoption adoption)
      implements TopicResult {

    /** Whether the requests topic has grown since. */
    public boolean isGrown() {
      return partitions > adoption.homePartitions();
    }
  }

  /**
   * The dispatcher cannot work with the topics as they are.
   *
   * @param problems at least one, each a line that names topic, setting, value and expectation
   */
  record Refused(List<String> problems) implements TopicResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
