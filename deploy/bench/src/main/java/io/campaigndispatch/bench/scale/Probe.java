package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A workspace without a throttle that writes a message behind everything and waits for its call.
 */
final class Probe {
  private static final int LOOK_EVERY_MILLIS = 5;

  private final Load load;
  private final VendorStub stub;
  private int seen;

  /**
   * @param stub one that notes its calls
   */
  Probe(Load load, VendorStub stub) {
    this.load = load;
    this.stub = stub;
  }

  /**
   * From just before it is written to its arrival at the vendor.
   *
   * @param n of a request that nobody else writes
   * @return milliseconds; empty when it did not arrive in time
   */
  OptionalDouble millis(long n, Duration patience) throws IOException, InterruptedException {
    skipEarlierCalls();
    long written = System.nanoTime();
    load.publishProbe(n);
    while (System.nanoTime() - written < patience.toNanos()) {
      List<Call> calls = stub.calls(seen);
      seen += calls.size();
      for (Call call : calls) {
        if (call.workspace().equals(Workspaces.PROBE)) {
          return OptionalDouble.of((call.nanos() - written) / 1e6);
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return OptionalDouble.empty();
  }

  private void skipEarlierCalls() throws IOException {
    int page;
    do {
      page = stub.calls(seen).size();
      seen += page;
    } while (page > 0);
  }
}
