package io.campaigndispatch.chaos.drill;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Prometheus rules with all their times divided by one number, so that what takes half an hour is
 * seen in three minutes: every {@code for}, and in expressions every range, subquery step and
 * offset. Thresholds and names stay. Pure.
 */
final class RuleTimes {

  /** What has times in an expression; texts and label values, which may look alike, come first. */
  private static final Pattern TIMED =
      Pattern.compile("\"[^\"]*\"|'[^']*'|\\[[^\\]]*]|\\boffset\\s+[0-9a-z]+");

  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:ms|[smhdwy]))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

  private RuleTimes() {}

  /**
   * A rules file.
   *
   * @param yaml as Prometheus reads it
   * @param by at least 1; 1 changes nothing
   * @return the same in JSON, which is YAML too
   */
  static String divided(String yaml, int by) {
    JsonNode file = new YAMLMapper().readTree(yaml);
    for (JsonNode group : file.path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        ObjectNode one = (ObjectNode) rule;
        one.put("expr", expression(one.path("expr").asString(), by));
        if (one.has("for")) {
          one.put("for", durations(one.path("for").asString(), by));
        }
      }
    }
    return file.toPrettyString();
  }

  /** One expression. */
  static String expression(String promql, int by) {
    return TIMED
        .matcher(promql)
        .replaceAll(
            found -> {
              String text = found.group();
              boolean quoted = text.startsWith("\"") || text.startsWith("'");
              return Matcher.quoteReplacement(quoted ? text : durations(text, by));
            });
  }

  private static String durations(String text, int by) {
    return DURATION
        .matcher(text)
        .replaceAll(found -> by == 1 ? found.group() : parse(found.group()).toMillis() / by + "ms");
  }

  private static Duration parse(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      case "w" -> Duration.ofDays(7);
      case "y" -> Duration.ofDays(365);
      default -> throw new IllegalArgumentException("not a unit of time: " + name);
    };
  }
}
