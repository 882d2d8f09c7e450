package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import java.util.function.ObjLongConsumer;

/**
 * One partition's open requests, counted, and the flows they belong to: those of which nothing is
 * anywhere any more are forgotten. Owned by the core thread.
 */
final class OpenRequests {

  /** Campaigns are told apart only up to here: ids that users invent must not fill memory. */
  private static final int MOST_FLOWS = 32_768;

  private final boolean countsExactly;
  private final ObjLongConsumer<String> lost;
  private long open;
  private long takenOver;
  private int flows;

  /**
   * @param countsExactly whether it is known how many requests the records that were taken over
   *     carry
   * @param lost told of a workspace's requests that are found to have been lost with others
   */
  OpenRequests(boolean countsExactly, ObjLongConsumer<String> lost) {
    this.countsExactly = countsExactly;
    this.lost = lost;
  }

  long open() {
    return open;
  }

  /** Those that were open when the partition came here. */
  long takenOver() {
    return takenOver;
  }

  /** Requests below the frontier are open, as an earlier owner left them. */
  void restored(long requests) {
    open += requests;
    takenOver += requests;
  }

  /**
   * A record that {@link #restored} counted as one request is read for the first time here.
   *
   * @param entered whether it is counted as read now
   */
  void readmitted(int requests, boolean entered) {
    open += requests - 1;
    takenOver -= entered ? 1 : 0;
  }

  /** One that an earlier owner sent back from the delay topic was read. */
  void cameBack() {
    takenOver++;
  }

  void opened(int requests) {
    open += requests;
  }

  void closed(long requests) {
    open -= requests;
  }

  boolean mayAddFlow() {
    return flows < MOST_FLOWS;
  }

  void flowAdded() {
    flows++;
  }

  /**
   * Something of a flow is no longer in memory; forgets the flow once nothing of it is anywhere.
   */
  void released(Flow flow) {
    flow.release();
    forgetIdle(flow);
  }

  void forgetIdle(Flow flow) {
    if (flow.isIdle()) {
      long left = flow.open();
      if (left > 0 && countsExactly) {
        // Of records that carry several requests and were lost, one was counted.
        lost.accept(flow.queue().workspace().id(), left);
      } else {
        // After a crash, such records are counted from what the journal shows; with the last of
        // them it is known how many requests there were.
        takenOver -= left;
      }
      open -= left;
      flow.opened(-flow.open());
      flow.queue().forget(flow);
      flows--;
    }
  }
}
