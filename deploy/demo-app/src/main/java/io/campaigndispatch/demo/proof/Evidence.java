package io.campaigndispatch.demo.proof;

import io.campaigndispatch.model.outcome.Source;
import java.util.List;
import java.util.Map;

/**
 * What Kafka and the vendors say happened.
 *
 * @param sent every record of the campaign
 * @param endings final outcomes, read committed
 * @param deadLetters read committed
 * @param calls the vendors' ledger
 * @param recordsRead records of the requests topic, moved copies included
 * @param moves copies in the requests topic, by where the record first entered
 */
public record Evidence(
    List<SentRecord> sent,
    List<Ending> endings,
    List<DeadLetter> deadLetters,
    List<VendorCall> calls,
    long recordsRead,
    Map<Source, Integer> moves) {

  public Evidence {
    sent = List.copyOf(sent);
    endings = List.copyOf(endings);
    deadLetters = List.copyOf(deadLetters);
    calls = List.copyOf(calls);
    moves = Map.copyOf(moves);
  }
}
