package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TextMessage;
import org.jspecify.annotations.Nullable;

/**
 * One key for all the forms in which WhatsApp knows a number, so that the pair rate counts them
 * together: Mexico with and without the mobile 1 (521/52), Argentina with and without the mobile 9
 * (549/54), Brazil with and without the ninth digit (reference: compliance, number normalisation).
 * Messages are sent to the number as given.
 */
public final class RecipientKey {

  private RecipientKey() {}

  static String of(SendRequest request) {
    if (request.recipient() != null) {
      return of(request.recipient().digits());
    }
    return request.message() instanceof TextMessage text
        ? "conversation:" + text.conversationId()
        : request.requestId();
  }

  /** The other form in which a key's number may be written; null when there is none. */
  public static @Nullable String longFormOf(String key) {
    if (key.length() != 12) {
      return null;
    }
    if (key.startsWith("52")) {
      return "521" + key.substring(2);
    }
    if (key.startsWith("54")) {
      return "549" + key.substring(2);
    }
    return key.startsWith("55") ? key.substring(0, 4) + "9" + key.substring(4) : null;
  }

  private static String of(String digits) {
    if (digits.startsWith("521") && digits.length() == 13) {
      return "52" + digits.substring(3);
    }
    if (digits.startsWith("549") && digits.length() == 13) {
      return "54" + digits.substring(3);
    }
    if (digits.startsWith("55") && digits.length() == 13 && digits.charAt(4) == '9') {
      return digits.substring(0, 4) + digits.substring(5);
    }
    return digits;
  }
}
