package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered.Attempted;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * A part of a partition's open requests: of some workspaces their flows, of some offsets what was
 * tried and what is done. Equal content has equal bytes, whatever order it was added in.
 */
final class OpenChunk {

  private static final Comparator<Flow> BY_FLOW =
      Comparator.comparing(Flow::workspaceId)
          .thenComparing(Flow::priority)
          .thenComparing(Flow::campaigns)
          .thenComparing(flow -> flow.offsets().end());

  private static final Comparator<Position> BY_POSITION =
      Comparator.comparingLong(Position::offset).thenComparing(Position::child);

  final List<Flow> flows = new ArrayList<>();
  final Map<Position, Attempted> attempted = new TreeMap<>(BY_POSITION);
  final Set<Position> doneChildren = new TreeSet<>(BY_POSITION);

  byte[] encode() {
    ChunkOutput output = new ChunkOutput();
    flows.sort(BY_FLOW);
    output.count(flows.size());
    for (Flow flow : flows) {
      output.text(flow.workspaceId());
      output.count(codeOf(flow.priority()));
      output.count(flow.campaigns());
      output.number(flow.requests());
      output.offsets(flow.offsets());
    }
    output.count(attempted.size());
    long before = 0;
    for (var entry : attempted.entrySet()) {
      before = put(entry.getKey(), before, output);
      output.count(entry.getValue().attempts());
      output.number(entry.getValue().dueMillis());
    }
    output.count(doneChildren.size());
    before = 0;
    for (Position position : doneChildren) {
      before = put(position, before, output);
    }
    return output.bytes();
  }

  private static long put(Position position, long before, ChunkOutput output) {
    output.number(position.offset() - before);
    output.number(position.child());
    return position.offset();
  }

  static OpenChunk decode(int partition, byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
    OpenChunk chunk = new OpenChunk();
    times(
        input.count(),
        _ ->
            chunk.flows.add(
                new Flow(
                    input.text(),
                    priorityOf(input.unsigned()),
                    input.unsigned(),
                    input.number(),
                    input.offsets())));
    PositionInput attempts = new PositionInput(partition, input);
    times(
        input.count(),
        _ -> chunk.attempted.put(attempts.next(), new Attempted(input.unsigned(), input.number())));
    PositionInput children = new PositionInput(partition, input);
    times(input.count(), _ -> chunk.doneChildren.add(children.next()));
    return chunk;
  }

  private static void times(int count, IntConsumer each) {
    for (int i = 0; i < count; i++) {
      each.accept(i);
    }
  }

  /** Positions, each written as its distance to the one before. */
  private static final class PositionInput {
    private final int partition;
    private final ChunkInput input;
    private long before;

    PositionInput(int partition, ChunkInput input) {
      this.partition = partition;
      this.input = input;
    }

    Position next() {
      before += input.number();
      return new Position(partition, before, (int) input.number());
    }
  }

  /** Not the ordinal: what is stored must not change when an enum is put in another order. */
  static int codeOf(Priority priority) {
    return switch (priority) {
      case URGENT -> 0;
      case NORMAL -> 1;
      case BULK -> 2;
    };
  }

  static Priority priorityOf(int code) {
    return switch (code) {
      case 0 -> Priority.URGENT;
      case 1 -> Priority.NORMAL;
      case 2 -> Priority.BULK;
      default -> throw new UnreadableSnapshot("expected priority 0 to 2, received " + code);
    };
  }
}
