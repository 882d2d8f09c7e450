package io.campaigndispatch.chaos.plan;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.wire.Vendor;
import org.jspecify.annotations.Nullable;

/** Something that is done to the installation, and undone after a while. */
public sealed interface Trouble {

  /** To a dispatcher; slots count from 0. */
  sealed interface OfDispatcher extends Trouble {
    int slot();
  }

  /** kill -9; afterwards it is started again. */
  record KillDispatcher(int slot) implements OfDispatcher {
    @Override
    public String toString() {
      return "dispatcher " + slot + ": kill -9";
    }
  }

  /** SIGSTOP; afterwards SIGCONT. */
  record SuspendDispatcher(int slot) implements OfDispatcher {
    @Override
    public String toString() {
      return "dispatcher " + slot + ": suspended";
    }
  }

  /** SIGTERM; afterwards it is started again. */
  record RemoveDispatcher(int slot) implements OfDispatcher {
    @Override
    public String toString() {
      return "dispatcher " + slot + ": removed in good order";
    }
  }

  /** Its network to all brokers; afterwards it is clear. */
  record CutDispatcher(int slot, Weather weather) implements OfDispatcher {
    @Override
    public String toString() {
      return "dispatcher " + slot + ": its network to the brokers is " + weather.meaning();
    }
  }

  /** kill -9; afterwards it is started again on its data. */
  record KillBroker(int node) implements Trouble {
    @Override
    public String toString() {
      return "broker " + node + ": kill -9";
    }
  }

  /**
   * A vendor misbehaves.
   *
   * @param probability that it strikes a call, above 0, at most 1
   * @param count calls after which it is over; null for no end
   */
  record Misbehave(Vendor vendor, Fault fault, double probability, @Nullable Long count)
      implements Trouble {
    @Override
    public String toString() {
      String what =
          switch (fault) {
            case Fault.Latency(long ms) -> "answers " + ms + " ms late";
            case Fault.Status(int status, _, _) -> "answers " + status;
            case Fault.Throttle(String retryAfter, _) ->
                "throttles" + (retryAfter == null ? "" : ", Retry-After " + retryAfter);
            case Fault.Hang _ -> "takes messages and hangs";
            case Fault.Reset _ -> "takes messages and resets";
            case Fault.Garbage _ -> "takes messages and answers rubbish";
            case Fault.Down _ -> "is down";
          };
      return vendor.wireName()
          + ": "
          + what
          + (probability < 1 ? ", " + Math.round(probability * 100) + " % of calls" : "")
          + (count == null ? "" : ", " + count + " calls");
    }
  }
}
