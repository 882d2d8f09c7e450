package io.campaigndispatch.model.send;

/**
 * Why a message is sent; Plazbot's send types, with the digit that its API expects (vendor page:
 * sendType).
 */
public enum SendType {
  CAMPAIGN("1"),
  INDIVIDUAL("2"),
  API("3");

  private final String digit;

  SendType(String digit) {
    this.digit = digit;
  }

  /** The digit, as a string, that Plazbot's {@code sendType}/{@code type} field takes. */
  public String digit() {
    return digit;
  }

  /** The priority of a request that names none. */
  public Priority defaultPriority(boolean inCampaign) {
    return switch (this) {
      case CAMPAIGN -> Priority.BULK;
      case INDIVIDUAL -> Priority.URGENT;
      case API -> inCampaign ? Priority.BULK : Priority.NORMAL;
    };
  }
}
