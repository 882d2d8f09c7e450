package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterFilter;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterPlace;
import io.campaigndispatch.dispatcher.deadletters.LetterAction;
import io.campaigndispatch.dispatcher.deadletters.LetterOrder;
import io.campaigndispatch.dispatcher.deadletters.LetterTimes;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is asked for over HTTP; {@link IllegalArgumentException} says what is wrong. */
final class LetterRequest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> FILTERS =
      Set.of("workspace", "campaign", "category", "code", "from", "until", "requestId");
  private static final Set<String> ORDERS = Set.of("places", "max", "rate", "dryRun", "as");
  private static final int MOST = 10_000;
  private static final int USUALLY_MOST = 1_000;
  private static final int LONGEST_SECONDS = 60;

  private LetterRequest() {}

  /**
   * @param values the filters by name, null for those that are not given
   */
  static DeadLetterFilter filter(UnaryOperator<@Nullable String> values) {
    return new DeadLetterFilter(
        values.apply("workspace"),
        values.apply("campaign"),
        category(values.apply("category")),
        values.apply("code"),
        time("from", values.apply("from")),
        time("until", values.apply("until")),
        values.apply("requestId"));
  }

  private static @Nullable FailureCategory category(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (FailureCategory category : FailureCategory.values()) {
      if (category.name().equals(text.toUpperCase(Locale.ROOT))) {
        return category;
      }
    }
    throw new IllegalArgumentException("category: expected one of the failure categories");
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Instant time = LetterTimes.parse(text);
    if (time == null) {
      throw new IllegalArgumentException(name + ": expected " + LetterTimes.EXPECTED);
    }
    return time;
  }

  static LetterOrder replay(byte[] body, String by) {
    ObjectNode node = object(body);
    if (node.has("as")) {
      throw new IllegalArgumentException("as: expected in resolve only");
    }
    return order(LetterAction.REPLAY, node, by);
  }

  static LetterOrder resolve(byte[] body, String by) {
    ObjectNode node = object(body);
    return switch (String.valueOf(text(node, "as"))) {
      case "accepted" -> order(LetterAction.ACCEPT, node, by);
      case "resend" -> order(LetterAction.RESEND, node, by);
      case String _ -> throw new IllegalArgumentException("as: expected accepted or resend");
    };
  }

  private static ObjectNode object(byte[] body) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JacksonException notJson) {
      throw new IllegalArgumentException("body: expected a JSON object", notJson);
    }
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException("body: expected a JSON object");
    }
    for (String name : object.propertyNames()) {
      if (!FILTERS.contains(name) && !ORDERS.contains(name)) {
        throw new IllegalArgumentException("body: expected " + FILTERS + " and " + ORDERS);
      }
    }
    return object;
  }

  private static LetterOrder order(LetterAction action, ObjectNode node, String by) {
    DeadLetterFilter filter = filter(name -> name == null ? null : text(node, name));
    Set<DeadLetterPlace> places = places(node.path("places"));
    if (filter.isAny() && places.isEmpty()) {
      throw new IllegalArgumentException("body: expected a filter or places");
    }
    int most = number(node, "max", USUALLY_MOST, MOST);
    Integer rate = node.has("rate") ? number(node, "rate", 1, MOST) : null;
    if (rate != null && most / rate > LONGEST_SECONDS) {
      throw new IllegalArgumentException(
          "rate: expected max/rate of at most %d s; the command dead-letters has no such limit"
              .formatted(LONGEST_SECONDS));
    }
    JsonNode dryRun = node.path("dryRun");
    if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
      throw new IllegalArgumentException("dryRun: expected true or false");
    }
    return new LetterOrder(action, filter, places, most, rate, dryRun.asBoolean(false), by);
  }

  private static Set<DeadLetterPlace> places(JsonNode list) {
    Set<DeadLetterPlace> places = new HashSet<>();
    if (!list.isMissingNode() && !list.isArray()) {
      throw new IllegalArgumentException("places: expected a list");
    }
    for (JsonNode one : list) {
      places.add(
          DeadLetterPlace.parse(one.isString() ? one.stringValue() : "")
              .orElseThrow(() -> new IllegalArgumentException("places: expected such as 3@42")));
    }
    return places;
  }

  private static @Nullable String text(ObjectNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(name + ": expected a string");
    }
    return value.stringValue();
  }

  private static int number(ObjectNode node, String name, int otherwise, int most) {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
      throw new IllegalArgumentException(name + ": expected a whole number from 1 to " + most);
    }
    return value.intValue();
  }
}
