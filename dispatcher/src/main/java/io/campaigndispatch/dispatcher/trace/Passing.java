package io.campaigndispatch.dispatcher.trace;

import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Passes the context on to the vendor, and sends no span anywhere. */
final class Passing implements CallTracer {

  private static final HexFormat HEX = HexFormat.of();

  @Override
  public Traced begin(Effect.Call call) {
    return new Passed(
        CallTracer.told(call.http(), call.traces().getFirst().context().in(newSpanId())));
  }

  /** Never all 0, which is none. */
  private static String newSpanId() {
    return HEX.toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  private record Passed(HttpCall http) implements Traced {
    @Override
    public void ended(HttpReply reply, List<Verdict> verdicts) {
      // Nobody is told.
    }
  }

  @Override
  public void close() {
    // Nothing is kept.
  }
}
