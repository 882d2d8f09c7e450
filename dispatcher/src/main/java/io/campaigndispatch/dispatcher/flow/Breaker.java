package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether one vendor is called at all. Owned by the core thread; time is passed in.
 *
 * <pre>
 *            of the calls that ended lately, enough failed            its time is over
 *   CLOSED ────────────────────────────────────────────────► OPEN ──────────────────────► TRYING
 *     ▲   └──────────a TLS handshake failed (longer)─────────► │ ◄──the one call failed──────┤
 *     └───────────────────────the one call was answered────────────────────────────────────┘
 * </pre>
 *
 * Only the one call that tries decides in TRYING; of calls that started before it closed again, the
 * ends say nothing any more.
 */
public final class Breaker {

  /** What an end of a call changed. */
  public enum Moved {
    NO,
    OPENED,
    CLOSED
  }

  private sealed interface State {
    record Closed(long firstCall, CallWindow window) implements State {}

    record Open(long untilNanos) implements State {}

    /**
     * @param call null while none is under way
     */
    record Trying(@Nullable Long call) implements State {}
  }

  private static final State.Trying NOBODY_YET = new State.Trying(null);

  private final BreakerPolicy policy;
  private State state;

  public Breaker(BreakerPolicy policy) {
    this.policy = policy;
    this.state = closed(Long.MIN_VALUE);
  }

  public boolean isClosed() {
    return state instanceof State.Closed;
  }

  /** Whether a call may start. */
  public boolean admits(long nowNanos) {
    if (state instanceof State.Open(long untilNanos) && nowNanos >= untilNanos) {
      state = NOBODY_YET;
    }
    return switch (state) {
      case State.Closed _ -> true;
      case State.Open _ -> false;
      case State.Trying(var call) -> call == null;
    };
  }

  /** When a call may try; {@link Long#MAX_VALUE} unless it is open. */
  public long triesAtNanos() {
    return state instanceof State.Open(long untilNanos) ? untilNanos : Long.MAX_VALUE;
  }

  /**
   * A call starts that {@link #admits} let through.
   *
   * @param call its number; each is larger than the one before
   */
  public void started(long call) {
    if (state instanceof State.Trying) {
      state = new State.Trying(call);
    }
  }

  /** A call ended. */
  public Moved ended(long call, VendorState vendor, long nowNanos) {
    return switch (state) {
      case State.Closed(long firstCall, var window) ->
          call < firstCall ? Moved.NO : ended(window, vendor, nowNanos);
      case State.Open(long untilNanos) -> {
        if (vendor == VendorState.UNTRUSTED) {
          state = new State.Open(Math.max(untilNanos, nowNanos + policy.openOnTls().toNanos()));
        }
        yield Moved.NO;
      }
      case State.Trying(var trying) ->
          trying == null || trying != call ? Moved.NO : tried(call, vendor, nowNanos);
    };
  }

  private Moved ended(CallWindow window, VendorState vendor, long nowNanos) {
    switch (vendor) {
      case UNKNOWN -> {
        return Moved.NO;
      }
      case WORKING -> {
        window.ended(false, nowNanos);
        return Moved.NO;
      }
      case UNTRUSTED -> {
        return open(policy.openOnTls(), nowNanos);
      }
      case OVERLOADED, FAILING, UNREACHABLE -> window.ended(true, nowNanos);
    }
    boolean enough =
        window.calls() >= policy.calls()
            && window.failed() * 100L >= (long) window.calls() * policy.failures();
    return enough ? open(policy.open(), nowNanos) : Moved.NO;
  }

  private Moved tried(long call, VendorState vendor, long nowNanos) {
    return switch (vendor) {
      case WORKING -> {
        state = closed(call);
        yield Moved.CLOSED;
      }
      case UNKNOWN -> {
        state = NOBODY_YET;
        yield Moved.NO;
      }
      case UNTRUSTED -> {
        open(policy.openOnTls(), nowNanos);
        yield Moved.NO;
      }
      case OVERLOADED, FAILING, UNREACHABLE -> {
        open(policy.open(), nowNanos);
        yield Moved.NO;
      }
    };
  }

  private Moved open(Duration lasts, long nowNanos) {
    state = new State.Open(nowNanos + lasts.toNanos());
    return Moved.OPENED;
  }

  private State.Closed closed(long firstCall) {
    return new State.Closed(firstCall, new CallWindow(policy.within()));
  }
}
