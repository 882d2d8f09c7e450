package io.campaigndispatch.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void defaultNames_areTheInterfaces() {
    assertThat(Topics.DEFAULT)
        .returns("dispatch.requests", Topics::requests)
        .returns("dispatch.outcomes", Topics::outcomes)
        .returns("dispatch.dead-letters", Topics::deadLetters)
        .returns("dispatch.delay", Topics::delay)
        .returns("dispatch.journal", Topics::journal)
        .returns("dispatch.progress", Topics::progress)
        .returns("dispatch.workspaces", Topics::workspaces)
        .returns("dispatch.campaigns", Topics::campaigns)
        .returns("dispatch.suppressions", Topics::suppressions);
  }

  @Test
  void prefix_replacesDispatch() {
    assertThat(new Topics("staging-").requests()).isEqualTo("staging-requests");
  }

  @Test
  void prefixThatKafkaWouldRefuse_isRefused() {
    assertThatThrownBy(() -> new Topics("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dispatch.topics.prefix");
  }
}
