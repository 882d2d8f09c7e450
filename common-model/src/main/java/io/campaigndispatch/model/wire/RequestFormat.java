package io.campaigndispatch.model.wire;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vendors' own bodies that are taken as values, by their mark in the header {@link
 * DispatchHeaders#FORMAT}. A record without the header is a native request.
 */
public enum RequestFormat {
  PLAZBOT_CONVERSATION("plazbot.conversation"),
  PLAZBOT_CONVERSATION_LEGACY("plazbot.conversation.legacy"),
  PLAZBOT_MESSAGE("plazbot.message"),
  PLATICA_TEMPLATE("platica.template"),
  GATEWAY_SEND("gateway.send"),
  GATEWAY_CONVERSATION_MESSAGE("gateway.conversation-message"),
  GATEWAY_SEND_TEMPLATE("gateway.send-template");

  private static final Map<String, RequestFormat> BY_MARK =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(RequestFormat::mark, f -> f));

  private final String mark;

  RequestFormat(String mark) {
    this.mark = mark;
  }

  /** The header's value. */
  public String mark() {
    return mark;
  }

  /** The format with this mark; null when there is none. */
  public static @Nullable RequestFormat of(String mark) {
    return BY_MARK.get(mark);
  }
}
