package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.Held;
import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What verdicts held, and which campaigns had paused themselves; equal holds have equal bytes,
 * whatever their order.
 */
final class HoldsChunk {

  private static final int EVERYTHING = 0;
  private static final int TEMPLATE = 1;
  private static final int TEMPLATE_OF_ANY_LANGUAGE = 2;
  private static final int CAMPAIGN = 3;

  private static final Comparator<Held> ORDER =
      Comparator.comparing(Held::workspaceId).thenComparing(held -> held.scope().toString());

  private HoldsChunk() {}

  static byte[] encode(List<Held> holds) {
    ChunkOutput output = new ChunkOutput();
    output.count(holds.size());
    for (Held held : holds.stream().sorted(ORDER).toList()) {
      output.text(held.workspaceId());
      switch (held.scope()) {
        case Scope.Everything _ -> output.count(EVERYTHING);
        case Scope.Template(var name, var language) -> {
          output.count(language == null ? TEMPLATE_OF_ANY_LANGUAGE : TEMPLATE);
          output.text(name);
          if (language != null) {
            output.text(language);
          }
        }
        case Scope.Campaign(var id) -> {
          output.count(CAMPAIGN);
          output.text(id);
        }
      }
      output.count(codeOf(held.reason()));
      output.text(held.detail());
      output.number(held.sinceMillis());
      output.number(held.order());
      output.number(held.lastsMillis());
      output.number(held.untilMillis());
    }
    return output.bytes();
  }

  static List<Held> decode(byte[] bytes) {
    ChunkInput input = new ChunkInput(bytes);
    List<Held> holds = new ArrayList<>();
    for (int left = input.count(); left > 0; left--) {
      holds.add(
          new Held(
              input.text(),
              scope(input),
              reasonOf(input.unsigned()),
              input.text(),
              input.number(),
              input.number(),
              input.number(),
              input.number()));
    }
    return holds;
  }

  private static Scope scope(ChunkInput input) {
    int kind = input.unsigned();
    return switch (kind) {
      case EVERYTHING -> Scope.EVERYTHING;
      case TEMPLATE -> new Scope.Template(input.text(), input.text());
      case TEMPLATE_OF_ANY_LANGUAGE -> new Scope.Template(input.text(), null);
      case CAMPAIGN -> new Scope.Campaign(input.text());
      default -> throw new UnreadableSnapshot("expected a scope 0 to 3, received " + kind);
    };
  }

  /** Not the ordinal: what is stored must not change when an enum is put in another order. */
  private static int codeOf(Hold.Reason reason) {
    return switch (reason) {
      case OPERATOR -> 0;
      case FAILURE_RATE -> 1;
      case CREDENTIAL -> 2;
      case ACCOUNT -> 3;
      case TEMPLATE -> 4;
      case EQUAL_FAILURES -> 5;
    };
  }

  private static Hold.Reason reasonOf(int code) {
    return switch (code) {
      case 0 -> Hold.Reason.OPERATOR;
      case 1 -> Hold.Reason.FAILURE_RATE;
      case 2 -> Hold.Reason.CREDENTIAL;
      case 3 -> Hold.Reason.ACCOUNT;
      case 4 -> Hold.Reason.TEMPLATE;
      case 5 -> Hold.Reason.EQUAL_FAILURES;
      default -> throw new UnreadableSnapshot("expected a reason 0 to 5, received " + code);
    };
  }
}
