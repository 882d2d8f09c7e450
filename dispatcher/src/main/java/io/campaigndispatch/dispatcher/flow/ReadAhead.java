package io.campaigndispatch.dispatcher.flow;

/**
 * How many requests each flow may hold ahead: an equal share of memory for all that have more in
 * the log than here, so that a pass over the log brings something for many of them. Owned by the
 * core thread.
 */
public final class ReadAhead {

  private static final int LEAST = 2;

  private int most = FlowWindow.MOST_AHEAD;
  private int deepFlows;

  /** A flow has more in the log than here from now on, or has no longer. */
  void deep(boolean isDeep) {
    deepFlows += isDeep ? 1 : -1;
  }

  /**
   * @param requests that memory has room for
   */
  public void share(long requests) {
    most = (int) Math.clamp(requests / Math.max(1, deepFlows), LEAST, FlowWindow.MOST_AHEAD);
  }

  int most() {
    return most;
  }
}
