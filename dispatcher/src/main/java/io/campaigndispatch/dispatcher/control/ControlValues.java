package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Suppression;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of the control topics, all JSON and read strictly: what is not known may be a misspelt
 * limit. Each method adds what is wrong to the mistakes, and is empty then.
 */
final class ControlValues {

  private static final String DATE_TIME = "an ISO-8601 date and time with a zone";

  private ControlValues() {}

  static Optional<Section> section(String json, Mistakes mistakes) {
    return switch (YamlTree.parseJson(json)) {
      case YamlTree.Parsed.Tree(YamlNode root) -> Section.of(root, "", "value", mistakes);
      case YamlTree.Parsed.Malformed(int line, String expected, String received) -> {
        mistakes.add(line, "value", expected, received);
        yield Optional.empty();
      }
    };
  }

  static Optional<CampaignOrder> campaign(String json, Mistakes mistakes) {
    return read(
        json,
        mistakes,
        section -> {
          CampaignState state =
              required(section, "state", CampaignState.class, CampaignState.values());
          Section rate = section.section("rate");
          Bandwidth bandwidth = rate == null ? null : ThrottleSection.bandwidth(rate);
          return Optional.ofNullable(state).map(it -> new CampaignOrder(it, bandwidth));
        });
  }

  static Optional<Suppression> suppression(String json, Mistakes mistakes) {
    return read(
        json,
        mistakes,
        section -> {
          Suppression.Category category =
              required(
                  section, "category", Suppression.Category.class, Suppression.Category.values());
          Instant until = until(section);
          return Optional.ofNullable(category).map(it -> new Suppression(it, until));
        });
  }

  /** Whether an operator paused a workspace. */
  static Optional<Boolean> paused(String json, Mistakes mistakes) {
    return read(
        json,
        mistakes,
        section ->
            switch (section.required("paused", "true | false")) {
              case null -> Optional.empty();
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              case String other -> {
                section.refuse("paused", "true | false", Mistakes.quoted(other));
                yield Optional.empty();
              }
            });
  }

  private static <T> Optional<T> read(
      String json, Mistakes mistakes, Function<Section, Optional<T>> reading) {
    int before = mistakes.count();
    Optional<T> read =
        section(json, mistakes)
            .flatMap(
                section -> {
                  Optional<T> value = reading.apply(section);
                  section.close();
                  return value;
                });
    return mistakes.count() == before ? read : Optional.empty();
  }

  private static <E extends Enum<E>> @Nullable E required(
      Section section, String key, Class<E> type, E[] constants) {
    if (section.value(key) == null) {
      section.missing(key, Section.choices(constants, false));
    }
    return section.choice(key, type, false);
  }

  private static @Nullable Instant until(Section section) {
    String text = section.text("until");
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException other) {
      section.refuse("until", DATE_TIME, Mistakes.quoted(text));
      return null;
    }
  }
}
