package io.campaigndispatch.bench.throughput;

import java.util.List;

/** A peer's process; it runs until it is ended. */
public final class PeerMain {
  public static final String COMMAND = "peer";

  private PeerMain() {}

  public static void main(List<String> args) throws InterruptedException {
    Peer peer = Peer.of(args);
    switch (Participant.valueOf(args.getFirst())) {
      case LISTENER -> ListenerPeer.run(peer);
      case PARALLEL_KEY -> ParallelPeer.run(peer, true);
      case PARALLEL_UNORDERED -> ParallelPeer.run(peer, false);
      case LIMIT -> {
        if (peer.throttles().none()) {
          new LimitPipeline(peer).run();
        } else {
          new ParkingPipeline(peer).run();
        }
      }
      case DISPATCHER ->
          throw new IllegalArgumentException("the dispatcher is started by its own command");
    }
  }
}
