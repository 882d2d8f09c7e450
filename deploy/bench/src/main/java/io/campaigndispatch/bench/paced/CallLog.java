package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The calls that a vendor stub has noted, fetched when asked for. */
public final class CallLog {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final VendorStub stub;
  private final List<Call> calls = new ArrayList<>();

  public CallLog(VendorStub stub) {
    this.stub = stub;
  }

  /** All of them up to now, by arrival. */
  public List<Call> all() throws IOException {
    List<Call> page = stub.calls(calls.size());
    while (!page.isEmpty()) {
      calls.addAll(page);
      page = stub.calls(calls.size());
    }
    return Collections.unmodifiableList(calls);
  }

  /** Those of one workspace up to now, by arrival. */
  public List<Call> of(String workspace) throws IOException {
    return all().stream().filter(call -> call.workspace().equals(workspace)).toList();
  }

  /** The first such call, whether it was made before or is made within that time. */
  public Optional<Call> await(Predicate<Call> such, Duration within)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    int looked = 0;
    while (true) {
      List<Call> all = all();
      Optional<Call> found = all.subList(looked, all.size()).stream().filter(such).findFirst();
      if (found.isPresent() || System.nanoTime() - deadline > 0) {
        return found;
      }
      looked = all.size();
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }
}
