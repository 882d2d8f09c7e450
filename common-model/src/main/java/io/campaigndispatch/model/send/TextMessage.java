package io.campaigndispatch.model.send;

import org.jspecify.annotations.Nullable;

/**
 * Free text, which WhatsApp delivers only inside the 24-hour service window.
 *
 * @param text 1–4096 characters (Meta: text messages)
 * @param conversationId digits; the gateway sends inside that conversation
 */
public record TextMessage(String text, @Nullable String conversationId) implements Message {
  @Override
  public String toString() {
    return "TextMessage[" + text.length() + " characters]";
  }
}
