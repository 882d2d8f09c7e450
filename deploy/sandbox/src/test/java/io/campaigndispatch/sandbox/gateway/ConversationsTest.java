package io.campaigndispatch.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationsTest {
  private final Conversations conversations = new Conversations();

  @Test
  void conversation_belongsToItsWorkspace() {
    long id = conversations.open("a", "50212345678");

    assertThat(conversations.digits("a", id)).contains("50212345678");
    assertThat(conversations.digits("b", id)).isEmpty();
    assertThat(conversations.open("b", "50212345678")).isNotEqualTo(id);
  }

  @Test
  void conversationUnusedForLongest_isForgottenWhenThereAreTooMany() {
    long used = conversations.open("a", "1");
    long unused = conversations.open("a", "2");
    for (int i = 3; i <= 100_000; i++) {
      assertThat(conversations.open("a", Integer.toString(i))).isEqualTo(i);
    }
    assertThat(conversations.open("a", "1")).isEqualTo(used);
    assertThat(conversations.open("a", "100001")).isEqualTo(100_001);

    assertThat(conversations.digits("a", used)).isPresent();
    assertThat(conversations.digits("a", unused)).isEmpty();
  }
}
