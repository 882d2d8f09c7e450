package io.campaigndispatch.sandbox.fault;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The control API's JSON of faults. */
public final class FaultJson {
  private static final List<String> KEYS =
      List.of("vendor", "workspace", "recipient", "probability", "count", "fault");

  /** Of each type the fields it takes beside {@code type}. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "LATENCY", Set.of("ms"),
          "STATUS", Set.of("status", "retryAfter", "body"),
          "THROTTLE", Set.of("retryAfter", "body"),
          "HANG", Set.of("ms"),
          "RESET", Set.of(),
          "GARBAGE", Set.of("body"),
          "DOWN", Set.of());

  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~][ -~]{0,99}");

  private static final List<String> TYPE_NAMES =
      List.of("LATENCY", "STATUS", "THROTTLE", "HANG", "RESET", "GARBAGE", "DOWN");

  private FaultJson() {}

  /** Reads {@code {vendor?, workspace?, recipient?, probability?, count?, fault: {type, …}}}. */
  public static FaultReading read(ObjectNode json) {
    try {
      refuseUnknown(json);
      JsonNode fault = json.path("fault");
      if (!fault.isObject()) {
        throw wrong("fault", "an object with a type", fault);
      }
      JsonNode probability = json.path("probability");
      if (!FieldCheck.isAbsent(probability) && !probability.isNumber()) {
        throw wrong("probability", "a number above 0 and at most 1", probability);
      }
      return new FaultReading.Read(
          new FaultSpec(
              vendor(json.path("vendor")),
              text(json, "workspace"),
              text(json, "recipient"),
              probability.isNumber() ? probability.doubleValue() : 1,
              whole(json, "", "count"),
              fault(fault)));
    } catch (IllegalArgumentException e) {
      return new FaultReading.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Vendor vendor(JsonNode value) {
    if (FieldCheck.isAbsent(value)) {
      return null;
    }
    return Vendor.named(value.isString() ? value.stringValue() : "")
        .orElseThrow(() -> wrong("vendor", "plazbot, platica or gateway", value));
  }

  private static Fault fault(JsonNode json) {
    JsonNode name = json.path("type");
    String type = name.isString() ? name.stringValue() : "";
    Set<String> fields = TYPES.get(type);
    if (fields == null) {
      throw wrong("fault.type", "one of " + String.join(", ", TYPE_NAMES), name);
    }
    for (String key : json.propertyNames()) {
      if (!key.equals("type") && !fields.contains(key)) {
        throw new IllegalArgumentException(
            "fault." + key + ": a " + type + " fault has no such field");
      }
    }
    JsonNode body = json.has("body") ? json.path("body") : null;
    return switch (type) {
      case "LATENCY" -> new Fault.Latency(required(json, "ms"));
      case "STATUS" -> status(json, body);
      case "THROTTLE" -> new Fault.Throttle(retryAfter(json), body);
      case "HANG" -> new Fault.Hang(whole(json, "fault.", "ms"));
      case "RESET" -> new Fault.Reset();
      case "GARBAGE" -> new Fault.Garbage(body);
      default -> new Fault.Down();
    };
  }

  private static Fault status(JsonNode json, @Nullable JsonNode body) {
    long status = required(json, "status");
    if (status > Integer.MAX_VALUE) {
      throw wrong("fault.status", "200 to 599 or a Meta error code", json.path("status"));
    }
    return new Fault.Status((int) status, retryAfter(json), body);
  }

  private static @Nullable String retryAfter(JsonNode json) {
    JsonNode value = json.path("retryAfter");
    if (FieldCheck.isAbsent(value)) {
      return null;
    }
    String text = value.isString() || value.isNumber() ? value.asString() : "";
    if (!HEADER_VALUE.matcher(text).matches()) {
      throw wrong("fault.retryAfter", "seconds or an HTTP date", value);
    }
    return text;
  }

  private static long required(JsonNode json, String key) {
    Long value = whole(json, "fault.", key);
    if (value == null) {
      throw wrong("fault." + key, "a whole number", json.path(key));
    }
    return value;
  }

  private static @Nullable Long whole(JsonNode json, String path, String key) {
    JsonNode value = json.path(key);
    if (FieldCheck.isAbsent(value)) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(path + key, "a whole number", value);
    }
    return value.longValue();
  }

  private static @Nullable String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (FieldCheck.isAbsent(value)) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(key, "a string", value);
    }
    return value.stringValue();
  }

  private static void refuseUnknown(JsonNode json) {
    for (String key : json.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            key + ": unknown field, expected one of " + String.join(", ", KEYS));
      }
    }
  }

  private static IllegalArgumentException wrong(String field, String expected, JsonNode received) {
    return new IllegalArgumentException(
        field + " is " + FieldCheck.shown(received) + ", expected " + expected);
  }

  /** Writes a rule as {@code GET /sandbox/faults} shows it. */
  public static ObjectNode write(FaultRule rule) {
    FaultSpec spec = rule.spec();
    ObjectNode json = Json.object().put("id", rule.id());
    Vendor vendor = spec.vendor();
    json.put("vendor", vendor == null ? null : vendor.wireName());
    json.put("workspace", spec.workspace()).put("recipient", spec.recipient());
    json.put("probability", spec.probability()).put("count", spec.count());
    json.put("hits", rule.hits()).put("remaining", rule.remaining());
    json.set("fault", write(spec.fault()));
    return json;
  }

  private static ObjectNode write(Fault fault) {
    ObjectNode json = Json.object().put("type", fault.type());
    switch (fault) {
      case Fault.Latency latency -> json.put("ms", latency.ms());
      case Fault.Status status -> {
        json.put("status", status.status()).put("retryAfter", status.retryAfter());
        put(json, status.body());
      }
      case Fault.Throttle throttle -> {
        json.put("retryAfter", throttle.retryAfter());
        put(json, throttle.body());
      }
      case Fault.Hang hang -> json.put("ms", hang.ms());
      case Fault.Garbage garbage -> put(json, garbage.body());
      case Fault.Reset _, Fault.Down _ -> {}
    }
    return json;
  }

  private static void put(ObjectNode json, @Nullable JsonNode body) {
    if (body != null) {
      json.set("body", body);
    }
  }
}
