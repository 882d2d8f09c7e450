package io.campaigndispatch.bench.throughput;

/**
 * Who works off a backlog. The requests are a campaign's, which the dispatcher never calls for
 * twice (HOLD) unless its workspaces say otherwise.
 */
enum Entrant {
  LIMIT(Participant.LIMIT),
  RESEND(Participant.DISPATCHER),
  DISPATCHER(Participant.DISPATCHER),
  PARALLEL_KEY(Participant.PARALLEL_KEY),
  PARALLEL_UNORDERED(Participant.PARALLEL_UNORDERED),
  LISTENER(Participant.LISTENER);

  private final Participant participant;

  Entrant(Participant participant) {
    this.participant = participant;
  }

  Participant participant() {
    return participant;
  }

  boolean isDispatcher() {
    return participant == Participant.DISPATCHER;
  }

  String title() {
    return this == RESEND ? participant.title() + ", RESEND" : participant.title();
  }
}
