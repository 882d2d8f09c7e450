package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.stub.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What can be told from calls, in the order of their arrival. */
public final class Calls {

  private Calls() {}

  /** How many were for a message that had been called for before. */
  public static int repeats(List<Call> calls) {
    record Message(String workspace, long recipient) {}
    Set<Message> seen = new HashSet<>();
    calls.forEach(call -> seen.add(new Message(call.workspace(), call.recipient())));
    return calls.size() - seen.size();
  }

  /** The longest time within those bounds in which none arrived, in nanoseconds. */
  public static long longestPause(List<Call> calls, long from, long to) {
    long longest = 0;
    long last = from;
    for (Call call : calls) {
      if (call.nanos() >= from && call.nanos() < to) {
        longest = Math.max(longest, call.nanos() - last);
        last = call.nanos();
      }
    }
    return Math.max(longest, to - last);
  }
}
