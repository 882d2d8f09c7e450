package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Kind;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the throttles' buckets held; equal levels have equal bytes, whatever their order. */
final class LevelsChunk {

  private static final Comparator<BucketLevel> BY_OWNER =
      Comparator.<BucketLevel, Kind>comparing(level -> level.owner().kind())
          .thenComparing(level -> level.owner().id());

  private LevelsChunk() {}

  static byte[] encode(List<BucketLevel> levels) {
    ChunkOutput output = new ChunkOutput();
    output.count(levels.size());
    for (BucketLevel level : levels.stream().sorted(BY_OWNER).toList()) {
      output.count(codeOf(level.owner().kind()));
      output.text(level.owner().id());
      Pressure pressure = level.pressure();
      output.count(pressure.factor());
      output.number(pressure.heldNanos());
      output.number(pressure.regainNanos());
      output.count(pressure.holdsInARow());
      output.number(pressure.observedPerSecond());
      output.count(level.tokens().size());
      for (Tokens tokens : level.tokens()) {
        Bandwidth bandwidth = tokens.bandwidth();
        output.number(bandwidth.rate());
        output.number(bandwidth.per().getSeconds());
        output.count(bandwidth.per().getNano());
        output.number(bandwidth.burst());
        output.number(tokens.millionths());
      }
    }
    return output.bytes();
  }

  static List<BucketLevel> decode(byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
    List<BucketLevel> levels = new ArrayList<>();
    for (int left = input.count(); left > 0; left--) {
      Owner owner = new Owner(kindOf(input.unsigned()), input.text());
      Pressure pressure =
          new Pressure(
              input.unsigned(), input.number(), input.number(), input.unsigned(), input.number());
      List<Tokens> tokens = new ArrayList<>();
      for (int buckets = input.count(); buckets > 0; buckets--) {
        long rate = input.number();
        Duration per = Duration.ofSeconds(input.number(), input.unsigned());
        tokens.add(new Tokens(new Bandwidth(rate, per, input.number()), input.number()));
      }
      levels.add(new BucketLevel(owner, tokens, pressure));
    }
    return levels;
  }

  /** Not the ordinal: what is stored must not change when an enum is put in another order. */
  private static int codeOf(Kind kind) {
    return switch (kind) {
      case WORKSPACE -> 0;
      case GROUP -> 1;
      case PLATICA_KEY -> 2;
    };
  }

  private static Kind kindOf(int code) {
    return switch (code) {
      case 0 -> Kind.WORKSPACE;
      case 1 -> Kind.GROUP;
      case 2 -> Kind.PLATICA_KEY;
      default -> throw new UnreadableSnapshot("expected owner kind 0 to 2, received " + code);
    };
  }
}
