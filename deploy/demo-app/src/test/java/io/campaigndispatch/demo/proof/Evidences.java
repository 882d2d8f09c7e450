package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.demo.scenario.Fate;
import io.campaigndispatch.demo.scenario.Kind;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a small campaign in which all went well: one accepted, one refused before a call, one
 * refused by the vendor, one uncertain, one unreadable, one moved home, one fanned out to two. Its
 * lists may be spoiled.
 */
final class Evidences {

  static final String WORKSPACE = "acme";

  static final RequestKey ACCEPTED = key(0, "r-0");
  static final RequestKey UNCALLED = key(1, "r-1");
  static final RequestKey REFUSED = key(2, "r-2");
  static final RequestKey UNCERTAIN = key(3, "r-3");
  static final RequestKey UNREADABLE = key(4, null);
  static final RequestKey MOVED = key(5, "r-5");

  final List<SentRecord> sent = new ArrayList<>();
  final List<Ending> endings = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  final List<VendorCall> calls = new ArrayList<>();
  final Map<Source, Integer> moves = new HashMap<>();
  long recordsRead = 8;

  Evidences() {
    send(ACCEPTED, Kind.NATIVE_TEXT);
    endings.add(ending(ACCEPTED, Status.ACCEPTED, null));
    calls.add(call(ACCEPTED, 1_000, true));

    send(UNCALLED, Kind.UNSUPPORTED);
    endings.add(ending(UNCALLED, Status.FAILED, "UNSUPPORTED"));
    deadLetters.add(letter(UNCALLED));

    send(REFUSED, Kind.REJECTED_TEMPLATE);
    endings.add(ending(REFUSED, Status.FAILED, "HTTP_400"));
    deadLetters.add(letter(REFUSED));
    calls.add(call(REFUSED, 2_000, false));

    send(UNCERTAIN, Kind.TIMEOUT);
    endings.add(ending(UNCERTAIN, Status.UNCERTAIN, "TIMEOUT"));
    deadLetters.add(letter(UNCERTAIN));
    calls.add(call(UNCERTAIN, 3_000, true));

    sent.add(
        new SentRecord(
            UNREADABLE.source(),
            4,
            false,
            false,
            List.of(new Expected(null, null, Kind.EMPTY, Fate.UNREADABLE, null))));
    deadLetters.add(letter(UNREADABLE));

    send(MOVED, Kind.NO_KEY);
    endings.add(ending(MOVED, Status.ACCEPTED, null));
    calls.add(call(MOVED, 4_000, true));
    moves.put(MOVED.source(), 1);

    fanOut();
  }

  private void fanOut() {
    List<Expected> expected = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      RequestKey child = key(6, "r-6:" + i);
      expected.add(
          new Expected(
              child.requestId(), WORKSPACE, Kind.GATEWAY_FAN_OUT, Fate.ACCEPTED, to(child)));
      endings.add(ending(child, Status.ACCEPTED, null));
      calls.add(call(child, 5_000, true));
    }
    sent.add(new SentRecord(key(6, null).source(), 6, false, true, expected));
  }

  Evidence evidence() {
    return new Evidence(sent, endings, deadLetters, calls, recordsRead, moves);
  }

  private void send(RequestKey key, Kind kind) {
    sent.add(
        new SentRecord(
            key.source(),
            key.source().offset(),
            kind.isAway(),
            false,
            List.of(new Expected(key.requestId(), WORKSPACE, kind, kind.fate(), to(key)))));
  }

  static RequestKey key(long offset, @Nullable String requestId) {
    return new RequestKey(new Source("dispatch.requests", 0, offset), requestId);
  }

  static Ending ending(RequestKey key, Status status, @Nullable String code) {
    return new Ending(key, 0, WORKSPACE, status, code, 5);
  }

  static DeadLetter letter(RequestKey key) {
    return new DeadLetter(key, key.source().offset(), "CODE");
  }

  static VendorCall call(RequestKey key, long atMillis, boolean taken) {
    return new VendorCall(WORKSPACE, to(key), atMillis, taken, false);
  }

  private static String to(RequestKey key) {
    return "to " + key.requestId();
  }
}
