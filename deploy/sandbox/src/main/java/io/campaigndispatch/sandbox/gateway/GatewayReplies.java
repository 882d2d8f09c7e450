package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Json;

/** The gateway's replies that all its endpoints share. */
final class GatewayReplies {
  private GatewayReplies() {}

  /**
   * An error. The document shows none: status and body {@code {success: false, error}} are
   * INVENTED.
   */
  static HttpReply error(int status, String message) {
    return HttpReply.json(status, Json.object().put("success", false).put("error", message));
  }
}
