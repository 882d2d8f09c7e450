package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person should look at in a reply, whatever was decided on it.
 *
 * @param code the failure's; shown, so without recipients
 */
public record Alert(Kind kind, String code) {

  /** Why; few, since each is a label of a metric. */
  public enum Kind {
    /** A code that no table has: it went by the status alone. */
    UNKNOWN_CODE("a code that is not known, judged by its status alone"),
    /** A success that cannot be read. */
    UNREADABLE("an answer that cannot be read"),
    /** No trust, no call. */
    TLS("its certificate or handshake cannot be trusted"),
    /** A page instead of an answer: a firewall refuses. */
    REFUSED_BY_A_PAGE("a page refuses instead of the vendor"),
    /** Paths, methods or media types do not fit: the adapter or the base URL is wrong. */
    MISFIT("path or form of the call do not fit; is the base-url right?"),
    /** 409, which no vendor's page explains. */
    CONFLICT("a conflict that no vendor's page explains"),
    /** What an account should not meet in production. */
    ACCOUNT("the account is a test number, or barred from a country"),
    /** A code that Meta gives to anything but a send. */
    NOT_OF_SENDS("a code that is not expected as the answer to a send");

    private final String says;

    Kind(String says) {
      this.says = says;
    }

    /** In a few words. */
    public String says() {
      return says;
    }
  }

  private static final Set<Integer> MISFITS =
      Set.of(300, 301, 302, 303, 304, 307, 308, 405, 406, 415);
  private static final Set<Integer> ACCOUNTS = Set.of(130497, 131030);

  /** Null when there is nothing to look at; what holds is told by itself. */
  public static @Nullable Alert of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _, Verdict.NotWritten _, Verdict.Throttled _ -> null;
      case Verdict.Uncertain(var failure) ->
          failure.code().equals(FailureCode.BAD_REPLY)
              ? new Alert(Kind.UNREADABLE, failure.code())
              : ofCode(failure);
      case Verdict.Retry retry when retry.vendor() == VendorState.UNTRUSTED ->
          new Alert(Kind.TLS, retry.failure().code());
      case Verdict.Retry retry -> ofCode(retry.failure());
      case Verdict.RetryHeld(var retry, _) -> ofCode(retry.failure());
      case Verdict.Hold hold -> ofCode(hold.failure());
      case Verdict.Rejected(var failure) -> ofCode(failure);
    };
  }

  private static @Nullable Alert ofCode(Failure failure) {
    String code = failure.code();
    int number = new BodyError(code, "", true, false).number();
    Integer status = failure.httpStatus();
    if (ACCOUNTS.contains(number)) {
      return new Alert(Kind.ACCOUNT, code);
    }
    if (MetaErrors.isForeign(number)) {
      return new Alert(Kind.NOT_OF_SENDS, code);
    }
    if (number >= 0 && !MetaErrors.isKnown(number) && (number < 400 || number > 599)) {
      return new Alert(Kind.UNKNOWN_CODE, code);
    }
    if (status == null) {
      return null;
    }
    if (MISFITS.contains(status)) {
      return new Alert(Kind.MISFIT, code);
    }
    boolean retried = failure.category() == FailureCategory.RETRY_SOON;
    if (status == 403 && retried) {
      return new Alert(Kind.REFUSED_BY_A_PAGE, code);
    }
    return status == 409 ? new Alert(Kind.CONFLICT, code) : null;
  }
}
