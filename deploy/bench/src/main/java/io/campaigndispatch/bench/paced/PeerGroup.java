package io.campaigndispatch.bench.paced;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** A peer's consumer group as its broker sees it: the peers tell nobody when they are ready. */
record PeerGroup(Admin admin, String id) {
  private static final long ANSWER_SECONDS = 5;

  /** Its members; none while it does not exist. */
  Set<String> members() {
    return describe()
        .map(group -> group.members().stream().map(MemberDescription::consumerId).collect(toSet()))
        .orElse(Set.of());
  }

  /** Whether its partitions are given out, and none to those. */
  boolean isSettledWithout(Set<String> former) {
    return describe()
        .filter(group -> group.groupState() == GroupState.STABLE)
        .map(ConsumerGroupDescription::members)
        .filter(members -> !members.isEmpty())
        .filter(members -> members.stream().noneMatch(m -> former.contains(m.consumerId())))
        .isPresent();
  }

  private Optional<ConsumerGroupDescription> describe() {
    try {
      return Optional.ofNullable(
          admin
              .describeConsumerGroups(List.of(id))
              .all()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .get(id));
    } catch (ExecutionException | TimeoutException e) {
      // Not there yet.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
