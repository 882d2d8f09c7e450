package io.campaigndispatch.model.wire;

/** The forms of our own ids (INTERFACE, send request). */
public final class Identifiers {
  static final int LONGEST_REQUEST_ID = 128;
  static final String REQUEST_ID = "1 to 128 of A-Z a-z 0-9 . _ : -";
  public static final String WORKSPACE_ID = "1 to 64 of A-Z a-z 0-9 . _ -";
  public static final String CAMPAIGN_ID = "1 to 128 characters, no control characters";

  private static final int LONGEST_WORKSPACE_ID = 64;
  private static final int LONGEST_CAMPAIGN_ID = 128;

  private Identifiers() {}

  static boolean isRequestId(String text) {
    return isWord(text, LONGEST_REQUEST_ID, true);
  }

  public static boolean isWorkspaceId(String text) {
    return isWord(text, LONGEST_WORKSPACE_ID, false);
  }

  public static boolean isCampaignId(String text) {
    return !text.isEmpty()
        && text.length() <= 2 * LONGEST_CAMPAIGN_ID
        && text.codePointCount(0, text.length()) <= LONGEST_CAMPAIGN_ID
        && !Texts.hasControl(text)
        && !Texts.hasLoneSurrogate(text);
  }

  private static boolean isWord(String text, int longest, boolean colon) {
    if (text.isEmpty() || text.length() > longest) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-'
              || (colon && c == ':');
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
