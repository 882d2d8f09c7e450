package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What passes over the log bring: each record goes where it was asked for, and what a pass does not
 * find is lost. Owned by the core thread.
 */
final class Rereading {

  private final Admission admission;
  private final Backlog backlog;
  private final Sweeper sweeper;
  private final Losses losses;
  private final Results results;
  private final Memory memory;

  Rereading(
      Admission admission,
      Backlog backlog,
      Sweeper sweeper,
      Losses losses,
      Results results,
      Memory memory) {
    this.admission = admission;
    this.backlog = backlog;
    this.sweeper = sweeper;
    this.losses = losses;
    this.results = results;
    this.memory = memory;
  }

  /** Records that a pass asked for. */
  void reread(PartitionState partition, CoreEvent.RecordsReread reread, Now now) {
    Pass pass = partition.hungry().pass();
    if (pass == null || pass.number() != reread.pass()) {
      return;
    }
    for (CoreEvent.ReadRecord record : reread.records()) {
      if (memory.isExhausted() && pass.isBegun()) {
        // They are larger than was reckoned with: what is left is asked for again later.
        giveUp(partition, pass);
        break;
      }
      Pass.Wanted wanted = pass.answer(record.raw().offset(), one -> gone(partition, one));
      if (wanted != null && wanted.look()) {
        look(partition, record, now);
      } else if (wanted != null && wanted.flow() != null) {
        backlog.readAgain(partition, record, wanted.flow(), now);
      } else if (wanted != null) {
        backlog.readmit(partition, record, now);
      }
    }
    if (!pass.isDone()) {
      pass.answerBelow(reread.readTo(), one -> gone(partition, one));
    }
    sweeper.end(partition);
    results.reread(reread.records().size());
    losses.tell(partition);
    if (pass.isDone()) {
      partition.hungry().endPass(memory);
    }
  }

  /** What a pass has not brought yet waits in the log again. */
  private static void giveUp(PartitionState partition, Pass pass) {
    OffsetQueue unadmitted = new OffsetQueue();
    List<Long> looks = new ArrayList<>();
    Map<Flow, List<Long>> left = new LinkedHashMap<>();
    for (Pass.Wanted one : pass.left()) {
      if (one.look()) {
        looks.add(one.offset());
      } else if (one.flow() == null) {
        unadmitted.add(one.offset());
      } else {
        left.computeIfAbsent(one.flow(), _ -> new ArrayList<>()).add(one.offset());
      }
    }
    pass.giveUp();
    partition.hungry().sweep().putBack(looks);
    partition.hungry().readmit(unadmitted);
    left.forEach(
        (flow, offsets) -> {
          flow.putBack(offsets);
          flow.queue().lookAhead(flow);
        });
  }

  private void look(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    long offset = record.raw().offset();
    if (partition.offsets().isOpen(offset) && partition.record(offset) == null) {
      sweeper.look(
          partition,
          record,
          admission.admitAgain(
              record.raw(), record.decoded(), partition.known(), partition.recentIds(), now));
    }
  }

  private void gone(PartitionState partition, Pass.Wanted wanted) {
    if (wanted.look()) {
      // Its flow will find out.
      return;
    }
    Flow flow = wanted.flow();
    if (flow != null) {
      flow.answered();
    }
    losses.lose(partition, flow, wanted.offset());
    if (flow != null) {
      partition.requests().forgetIdle(flow);
      flow.queue().lookAhead(flow);
    }
  }
}
