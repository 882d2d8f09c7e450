package io.campaigndispatch.sandbox.control;

import io.campaigndispatch.sandbox.fault.FaultBook;
import io.campaigndispatch.sandbox.fault.FaultJson;
import io.campaigndispatch.sandbox.fault.FaultReading;
import io.campaigndispatch.sandbox.fault.FaultRule;
import io.campaigndispatch.sandbox.ledger.CallFilter;
import io.campaigndispatch.sandbox.ledger.Ledger;
import io.campaigndispatch.sandbox.ledger.Stats;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/**
 * The sandbox's own interface.
 *
 * <ul>
 *   <li>{@code GET /sandbox/calls?vendor=&workspace=&since=}: the ledger, one JSON object per line;
 *       {@code since} is the last number one has seen
 *   <li>{@code DELETE /sandbox/calls}: forgets ledger and totals; numbers go on
 *   <li>{@code GET /sandbox/stats}: totals
 *   <li>{@code POST /sandbox/faults}: puts a fault in force (201)
 *   <li>{@code GET /sandbox/faults}, {@code DELETE /sandbox/faults?id=}: the faults; without an id
 *       all go
 * </ul>
 *
 * Anything wrong is 400, 404 or 405 with {@code {"error": "one line"}}.
 */
public final class ControlApi {
  /** The prefix of all its paths. */
  public static final String PREFIX = "/sandbox";

  private static final List<String> CALL_PARAMS = List.of("vendor", "workspace", "since");

  private final Ledger ledger;
  private final Stats stats;
  private final FaultBook faults;

  public ControlApi(Ledger ledger, Stats stats, FaultBook faults) {
    this.ledger = ledger;
    this.stats = stats;
    this.faults = faults;
  }

  /** Answers a request to a path under {@link #PREFIX}. */
  public ControlAnswer answer(HttpRequest request, Map<String, List<String>> query) {
    String method = request.method();
    try {
      return switch (request.path()) {
        case PREFIX + "/calls" ->
            switch (method) {
              case "GET" -> new ControlAnswer.Lines(ledger.lines(filter(query)));
              case "DELETE" -> clearCalls();
              default -> wrongMethod("GET, DELETE");
            };
        case PREFIX + "/stats" ->
            method.equals("GET")
                ? whole(HttpReply.json(200, StatsJson.write(stats.snapshot(), ledger.size())))
                : wrongMethod("GET");
        case PREFIX + "/faults" ->
            switch (method) {
              case "GET" -> listFaults();
              case "POST" -> addFault(request);
              case "DELETE" -> removeFaults(query);
              default -> wrongMethod("GET, POST, DELETE");
            };
        default ->
            error(404, "no such path; there are /sandbox/calls, /sandbox/stats, /sandbox/faults");
      };
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private ControlAnswer clearCalls() {
    long rows = ledger.size().rows();
    ledger.clear();
    stats.clear();
    return whole(HttpReply.json(200, Json.object().put("removed", rows)));
  }

  private ControlAnswer listFaults() {
    ArrayNode list = Json.mapper().createArrayNode();
    faults.rules().forEach(rule -> list.add(FaultJson.write(rule)));
    return whole(HttpReply.json(200, list));
  }

  private ControlAnswer addFault(HttpRequest request) {
    return switch (ParsedBody.of(request.body())) {
      case ParsedBody.Absent _ -> error(400, "the body is missing, expected a fault");
      case ParsedBody.Unusable unusable -> error(400, unusable.problem());
      case ParsedBody.JsonObject json ->
          switch (FaultJson.read(json.object())) {
            case FaultReading.Refused refused -> error(400, refused.problem());
            case FaultReading.Read read -> {
              FaultRule rule = faults.add(read.spec());
              yield whole(HttpReply.json(201, FaultJson.write(rule)));
            }
          };
    };
  }

  private ControlAnswer removeFaults(Map<String, List<String>> query) {
    refuseUnknown(query, List.of("id"));
    String id = first(query, "id");
    if (id.isEmpty()) {
      return whole(HttpReply.json(200, Json.object().put("removed", faults.clear())));
    }
    return faults.remove(number("id", id))
        ? whole(HttpReply.json(200, Json.object().put("removed", 1)))
        : error(404, "there is no fault " + id);
  }

  private static CallFilter filter(Map<String, List<String>> query) {
    refuseUnknown(query, CALL_PARAMS);
    String vendor = first(query, "vendor");
    String workspace = first(query, "workspace");
    String since = first(query, "since");
    return new CallFilter(
        vendor.isEmpty()
            ? null
            : Vendor.named(vendor)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "vendor is " + vendor + ", expected plazbot, platica or gateway")),
        workspace.isEmpty() ? null : workspace,
        since.isEmpty() ? 0 : number("since", since));
  }

  private static long number(String name, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(name + " is " + text + ", expected a number");
    }
    return Long.parseLong(text);
  }

  private static void refuseUnknown(Map<String, List<String>> query, List<String> known) {
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown parameter " + name + ", expected " + String.join(", ", known));
      }
    }
  }

  private static String first(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  private static ControlAnswer wrongMethod(String allowed) {
    return error(405, "use " + allowed);
  }

  private static ControlAnswer error(int status, String line) {
    return whole(HttpReply.json(status, Json.object().put("error", line)));
  }

  private static ControlAnswer whole(HttpReply reply) {
    return new ControlAnswer.Whole(reply);
  }
}
