package io.campaigndispatch.dispatcher.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The consumer group as its coordinator knows it: a partition belongs to at most one member. */
final class SimulatedGroup {

  private final World world;
  private final List<SimulatedIntake> members = new ArrayList<>();
  private final @Nullable SimulatedIntake[] holders;
  private final int[] given;
  private final Set<Integer> moving = new HashSet<>();
  private int generation;

  SimulatedGroup(World world) {
    this.world = world;
    this.holders = new SimulatedIntake[world.partitions()];
    this.given = new int[world.partitions()];
  }

  /** Whether a partition is a member's, or is still being taken from it. */
  boolean holds(SimulatedIntake member, int partition) {
    return holders[partition] == member;
  }

  /**
   * Whether it still is, as it was given to it then.
   *
   * @param generation as it was told when it was given the partition
   */
  boolean holds(SimulatedIntake member, int partition, int generation) {
    return holders[partition] == member && given[partition] == generation;
  }

  boolean isMember(SimulatedIntake member) {
    return members.contains(member);
  }

  /** Whether the group takes a commit of a member that knows this generation. */
  boolean takes(SimulatedIntake member, int knownGeneration) {
    return isMember(member) && knownGeneration == generation;
  }

  void join(SimulatedIntake member) {
    members.add(member);
    balance();
    movesOn();
  }

  private void movesOn() {
    generation++;
    members.forEach(member -> member.knows(generation));
  }

  /** Gives away what nobody has. */
  private void balance() {
    for (int partition = 0; partition < holders.length; partition++) {
      if (holders[partition] == null && !members.isEmpty()) {
        give(partition, world.chance.one(members));
      }
    }
  }

  private void give(int partition, SimulatedIntake to) {
    world.trace("partition %s given to %s", partition, to);
    holders[partition] = to;
    to.assigned(partition, ++given[partition]);
  }

  /** Takes a partition from its member in good order, and gives it to any. */
  void move(int partition) {
    SimulatedIntake from = holders[partition];
    if (from != null && moving.add(partition)) {
      int generation = given[partition];
      from.revoke(
          partition,
          () -> {
            if (holds(from, partition, generation)) {
              moving.remove(partition);
              SimulatedIntake to = world.chance.one(members);
              world.faults.count(to == from ? Fault.PARTITION_BACK_AT_ONCE : Fault.PARTITION_MOVED);
              give(partition, to);
              movesOn();
            }
          });
    }
  }

  /** A member was not heard of for its session's time, or left. */
  void remove(SimulatedIntake member) {
    if (!members.remove(member)) {
      return;
    }
    world.trace("%s is no member any more", member);
    movesOn();
    member.isNoMemberAnyMore();
    for (int partition = 0; partition < holders.length; partition++) {
      if (holders[partition] == member) {
        holders[partition] = null;
        moving.remove(partition);
      }
    }
    // A rebalance takes its time.
    world.after(
        Duration.ofMillis(world.chance.below(500)),
        () -> {
          balance();
          movesOn();
        });
  }
}
