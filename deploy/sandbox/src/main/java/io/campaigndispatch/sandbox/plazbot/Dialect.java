package io.campaigndispatch.sandbox.plazbot;

import java.util.Optional;

/**
 * The two documented forms of send-conversation. Each reads its own field for the send type and
 * ignores the other's, so a caller that mixes them up finds the wrong send type recorded instead of
 * an error.
 */
enum Dialect {
  /** Page "Send Conversation": {@code sendType}, by default API. */
  CURRENT("/api/conversation", "sendType", "3"),
  /**
   * Page "Send Conversation" of the older documentation: {@code type}, by default Campaign; no
   * {@code file}.
   */
  LEGACY("/api/message/conversation", "type", "1");

  private final String path;
  private final String sendTypeField;
  private final String defaultSendType;

  Dialect(String path, String sendTypeField, String defaultSendType) {
    this.path = path;
    this.sendTypeField = sendTypeField;
    this.defaultSendType = defaultSendType;
  }

  String sendTypeField() {
    return sendTypeField;
  }

  String defaultSendType() {
    return defaultSendType;
  }

  static Optional<Dialect> ofPath(String path) {
    for (Dialect dialect : values()) {
      if (dialect.path.equals(path)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }
}
