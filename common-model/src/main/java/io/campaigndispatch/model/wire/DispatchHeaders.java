package io.campaigndispatch.model.wire;

/** Names of the record headers; values are UTF-8 text. */
public final class DispatchHeaders {
  /** Marks a value that is a vendor's own body; see {@link RequestFormat}. */
  public static final String FORMAT = "dispatch-format";

  public static final String REQUEST_ID = "dispatch-request-id";
  public static final String CONVERSATION_ID = "dispatch-conversation-id";
  public static final String RECIPIENT = "dispatch-recipient";
  public static final String ATTEMPT = "dispatch-attempt";

  /** {@code topic-partition@offset} of the request's first position. */
  public static final String SOURCE = "dispatch-source";

  public static final String REPLAY = "dispatch-replay";

  /**
   * Of a record that carries several requests, the one that it is about, from 0, and whose id
   * {@link #REQUEST_ID} then is: a dead letter of that one, or a record in which only that one
   * counts. With {@link #SOURCE} only.
   */
  public static final String CHILD = "dispatch-child";

  /** {@code topic-partition@offset} a record was moved from; one header per move. */
  public static final String MOVED_FROM = "dispatch-moved-from";

  public static final String REASON = "dispatch-reason";
  public static final String CODE = "dispatch-code";
  public static final String ERROR = "dispatch-error";

  /** Of a dead letter: the configured vendor that was called, if one was. */
  public static final String VENDOR = "dispatch-vendor";

  public static final String FAILED_AT = "dispatch-failed-at";
  public static final String DUE_AT = "dispatch-due-at";

  // Internal, on delayed requests only: epoch milliseconds and other plain texts.

  /** When the request first entered: its schedule and its expiry are counted from it. */
  public static final String ENTERED_AT = "dispatch-entered-at";

  /** When its first call was made; absent before. */
  public static final String CALLED_AT = "dispatch-called-at";

  public static final String PRIORITY = "dispatch-priority";

  /** The request's campaign; absent when it is of none. */
  public static final String CAMPAIGN_ID = "dispatch-campaign-id";

  /** On a record that came back before it was due, because its campaign was cancelled. */
  public static final String RECALLED = "dispatch-recalled";

  /** Offset in the delay topic from which a record came back. */
  public static final String RETURNED_FROM = "dispatch-returned-from";

  /** W3C Trace Context; see {@link TraceContext}. */
  public static final String TRACEPARENT = "traceparent";

  public static final String TRACESTATE = "tracestate";

  private DispatchHeaders() {}
}
