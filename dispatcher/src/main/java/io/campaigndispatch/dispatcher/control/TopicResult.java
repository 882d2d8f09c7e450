package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Topics;
import java.util.List;

/** What preparing the topics came to. */
public sealed interface TopicResult {

  /**
   * Every topic exists and fits.
   *
   * @param partitions of the requests topic and of all that are co-partitioned with it
   */
  record Ready(Topics names, int partitions) implements TopicResult {}

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
