package io.campaigndispatch.dispatcher.publish;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.journal.GroupProof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Partitions whose ownership Kafka refused: what is to be written about them waits behind it, in
 * order. While the assignment lasts, the group has merely moved on, and it is tried again as soon
 * as this worker knows the group's next generation; once it is over, all of it is void. Owned by
 * the publisher's thread.
 */
final class Unowned {

  private final GroupProof.Source proofs;
  private final Consumer<? super CoreEvent.OwnershipRefused> onRefused;
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private final Set<Integer> over = new HashSet<>();

  /**
   * @param refused in which generation
   * @param writes ownership first
   */
  private record Waiting(long epoch, ConsumerGroupMetadata refused, List<Write> writes) {}

  /**
   * @param onRefused told of what will never be written
   */
  Unowned(GroupProof.Source proofs, Consumer<? super CoreEvent.OwnershipRefused> onRefused) {
    this.proofs = proofs;
    this.onRefused = onRefused;
  }

  /** Keeps a write that may not be written now; false for every other. */
  boolean keeps(Write write) {
    if (write instanceof Write.Owned) {
      over.remove(write.partition());
      return false;
    }
    Waiting before = waiting.get(write.partition());
    if (before != null) {
      before.writes().add(write);
      return true;
    }
    if (over.contains(write.partition())) {
      onRefused.accept(new CoreEvent.OwnershipRefused(write.partition(), List.of(write)));
      return true;
    }
    return false;
  }

  /** What is to be shown with these, by member; those whose assignment is over are not among it. */
  Map<ConsumerGroupMetadata, Map<Write.Owned, GroupProof>> proofsOf(List<Write.Owned> claims) {
    Map<ConsumerGroupMetadata, Map<Write.Owned, GroupProof>> byMember = new HashMap<>();
    for (Write.Owned claim : claims) {
      GroupProof proof = proofs.of(claim.partition(), claim.epoch());
      if (proof == null) {
        isOver(claim.partition(), List.of(claim));
      } else {
        byMember.computeIfAbsent(proof.member(), _ -> new HashMap<>()).put(claim, proof);
      }
    }
    return byMember;
  }

  /** The group refused these in this generation. */
  void refused(ConsumerGroupMetadata member, Set<Write.Owned> claims) {
    for (Write.Owned claim : claims) {
      waiting.put(
          claim.partition(), new Waiting(claim.epoch(), member, new ArrayList<>(List.of(claim))));
    }
  }

  /** What may be tried again, in order. */
  List<Write> again() {
    List<Write> again = new ArrayList<>();
    for (Iterator<Map.Entry<Integer, Waiting>> each = waiting.entrySet().iterator();
        each.hasNext(); ) {
      var entry = each.next();
      int partition = entry.getKey();
      Waiting one = entry.getValue();
      GroupProof proof = proofs.of(partition, one.epoch());
      if (proof == null) {
        each.remove();
        isOver(partition, one.writes());
      } else if (!proof.member().equals(one.refused())) {
        each.remove();
        again.addAll(one.writes());
      }
    }
    return again;
  }

  private void isOver(int partition, List<Write> writes) {
    over.add(partition);
    onRefused.accept(new CoreEvent.OwnershipRefused(partition, writes));
  }
}
