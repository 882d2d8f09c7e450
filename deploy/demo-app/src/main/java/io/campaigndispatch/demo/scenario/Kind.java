package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.outcome.FailureCode;
import org.jspecify.annotations.Nullable;

/** The kinds of record in a campaign: the ordinary ones, and everything that goes wrong. */
public enum Kind {
  NATIVE_TEMPLATE("template, native JSON", Fate.ACCEPTED),
  NATIVE_TEXT("text, native JSON", Fate.ACCEPTED),
  PLAZBOT_CONVERSATION("plazbot.conversation", Fate.ACCEPTED),
  PLAZBOT_CONVERSATION_LEGACY("plazbot.conversation.legacy", Fate.ACCEPTED),
  PLAZBOT_MESSAGE("plazbot.message", Fate.ACCEPTED),
  PLATICA_TEMPLATE("platica.template", Fate.ACCEPTED),
  GATEWAY_SEND("gateway.send", Fate.ACCEPTED),
  GATEWAY_CONVERSATION("gateway.conversation-message", Fate.ACCEPTED),
  GATEWAY_FAN_OUT("gateway.send-template, 5 recipients", Fate.ACCEPTED),

  REJECTED_TEMPLATE("template the vendor rejects", Fate.REFUSED_BY_VENDOR),
  MISSING_TEMPLATE("template the vendor does not have: held, withdrawn", Fate.WITHDRAWN),
  UNKNOWN_RECIPIENT("recipient not on WhatsApp", Fate.REFUSED_BY_VENDOR),
  FLAKY_VENDOR("vendor answers 503 once", Fate.ACCEPTED),
  LOST_CONNECTION("connection lost once, onUncertain RESEND", Fate.ACCEPTED),
  TIMEOUT("vendor never answers, onUncertain HOLD", Fate.UNCERTAIN),
  GARBAGE("vendor answers garbage, onUncertain HOLD", Fate.UNCERTAIN),
  EXPIRED("already expired", Fate.EXPIRED),
  DUPLICATE("requestId sent before", Fate.DUPLICATE),
  SCHEDULED("scheduled three seconds ahead", Fate.ACCEPTED),
  UNSUPPORTED("what its vendor cannot express", Fate.FAILED_UNCALLED, FailureCode.UNSUPPORTED),
  TEMPLATE_MISMATCH(
      "a template parameter is missing", Fate.FAILED_UNCALLED, FailureCode.TEMPLATE_MISMATCH),
  UNKNOWN_WORKSPACE("unknown workspace", Fate.FAILED_UNCALLED, FailureCode.UNKNOWN_WORKSPACE),
  INVALID("breaks several rules", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  FOREIGN_WORKSPACE("vendor body of another workspace", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  UNKNOWN_FORMAT("unknown dispatch-format", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  NO_CONVERSATION("no dispatch-conversation-id", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  FAN_OUT_TOO_WIDE("1,001 recipients in one record", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  FAN_OUT_BAD_NUMBER("fan-out, one number is none", Fate.FAILED_UNCALLED, FailureCode.INVALID),
  NOT_JSON("not JSON, id in a header", Fate.FAILED_UNCALLED, FailureCode.NOT_JSON),
  TOO_DEEP("JSON nested 40 deep", Fate.FAILED_UNCALLED, FailureCode.NOT_JSON),
  OVERSIZE("larger than 1 MiB", Fate.FAILED_UNCALLED, FailureCode.TOO_LARGE),
  MOVED_TOO_OFTEN("moved three times already", Fate.FAILED_UNCALLED, FailureCode.MOVES),
  MALFORMED("cut-off JSON without ids", Fate.UNREADABLE),
  EMPTY("empty value", Fate.UNREADABLE),
  BAD_REQUEST_ID("malformed requestId", Fate.UNREADABLE),
  NO_REQUEST_ID("vendor body without dispatch-request-id", Fate.UNREADABLE),
  NO_KEY("no key: moved home", Fate.ACCEPTED),
  WRONG_KEY("another workspace's key: moved home", Fate.ACCEPTED),
  WRONG_PARTITION("outside its home partition: moved home", Fate.ACCEPTED);

  private final String title;
  private final Fate fate;
  private final @Nullable String code;

  Kind(String title, Fate fate) {
    this(title, fate, null);
  }

  Kind(String title, Fate fate, @Nullable String code) {
    this.title = title;
    this.fate = fate;
    this.code = code;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** How it must end. */
  public Fate fate() {
    return fate;
  }

  /** The failure code it must end with; null where the vendor's own counts, or none. */
  public @Nullable String code() {
    return code;
  }

  /** Whether it is part of an ordinary campaign. */
  public boolean isOrdinary() {
    return ordinal() <= GATEWAY_FAN_OUT.ordinal();
  }

  /** Whether it enters away from its home partition, or without its workspace as key. */
  public boolean isAway() {
    return this == NO_KEY || this == WRONG_KEY || this == WRONG_PARTITION;
  }
}
