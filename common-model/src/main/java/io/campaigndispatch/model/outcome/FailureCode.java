package io.campaigndispatch.model.outcome;

/** Our own failure codes; a vendor's codes pass through as the vendor writes them. */
public final class FailureCode {
  public static final String NOT_JSON = "NOT_JSON";
  public static final String TOO_LARGE = "TOO_LARGE";
  public static final String INVALID = "INVALID";
  public static final String UNKNOWN_WORKSPACE = "UNKNOWN_WORKSPACE";
  public static final String UNKNOWN_TEMPLATE = "UNKNOWN_TEMPLATE";
  public static final String TEMPLATE_MISMATCH = "TEMPLATE_MISMATCH";
  public static final String UNSUPPORTED = "UNSUPPORTED";
  public static final String MOVES = "MOVES";
  public static final String CONNECT = "CONNECT";
  public static final String TIMEOUT = "TIMEOUT";
  public static final String RESET = "RESET";
  public static final String BAD_REPLY = "BAD_REPLY";

  private FailureCode() {}

  /** {@code HTTP_<status>}, for a reply whose body names no code. */
  public static String http(int status) {
    return "HTTP_" + status;
  }
}
