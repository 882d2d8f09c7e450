package io.campaigndispatch.chaos.plan;

/** What becomes of the bytes between a dispatcher and the brokers. */
public enum Weather {
  /** They go through. */
  CLEAR("as it should be"),
  /** They go through late. */
  SLOW("slow"),
  /** They get stuck in both directions, and go on when it clears up; connections can be opened. */
  CUT("cut"),
  /** Requests reach the brokers, no answer comes back until it clears up. */
  DEAF("deaf: no answer comes back"),
  /** Connections are reset, and new ones as soon as they are opened. */
  CLOSED("closed: connections are reset");

  private final String meaning;

  Weather(String meaning) {
    this.meaning = meaning;
  }

  /** In a few words. */
  public String meaning() {
    return meaning;
  }
}
