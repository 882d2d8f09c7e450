package io.campaigndispatch.checks;

import io.campaigndispatch.dispatcher.app.DispatchSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys under {@code dispatch}: types and defaults from the records, meanings from their
 * Javadoc, ranges from what the records say when they refuse a value.
 */
final class WorkerSettings {

  private static final Pattern EXPECTED =
      Pattern.compile("^(\\S+): expected (.*?)( \\([^)]*\\))?, received ");

  /** Values beyond any sensible range, and the least ones, by type. */
  private static final Map<String, List<String>> TRIALS =
      Map.of(
          "whole number", List.of("-1", "0", "32767", "2147483647"),
          "number", List.of("-1", "1000"),
          "duration", List.of("-1s", "0s", "400d"),
          "size", List.of("0B"),
          "text", List.of("no word"));

  private WorkerSettings() {}

  static List<Setting> all() {
    List<Setting> settings = new ArrayList<>();
    add(DispatchSettings.class, "dispatch.", settings);
    return settings;
  }

  private static void add(Class<?> type, String path, List<Setting> settings) {
    Map<String, String> meanings = Javadocs.components(type);
    for (RecordComponent component : type.getRecordComponents()) {
      String key = path + Setting.kebab(component.getName());
      if (component.getType().isRecord()) {
        add(component.getType(), key + ".", settings);
      } else {
        String value = type(component.getType());
        settings.add(
            new Setting(
                key,
                String.join(", ", withRange(key, value)),
                otherwise(component),
                meanings.getOrDefault(component.getName(), "")));
      }
    }
  }

  private static List<String> withRange(String key, String type) {
    Set<String> expected = new LinkedHashSet<>();
    for (String trial : TRIALS.getOrDefault(type, List.of())) {
      try {
        var _ = WorkerEnvironment.of(Map.of(key, trial)).dispatch();
      } catch (BindException refused) {
        for (Throwable why = refused; why != null; why = why.getCause()) {
          Matcher range = EXPECTED.matcher(String.valueOf(why.getMessage()));
          if (range.find() && range.group(1).equals(key)) {
            expected.add(range.group(2));
          }
        }
      }
    }
    List<String> all = new ArrayList<>(List.of(type));
    all.addAll(expected);
    return all;
  }

  private static String type(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" | "))
        : switch (type.getSimpleName()) {
          case "int", "Integer", "long", "Long", "short", "Short" -> "whole number";
          case "double", "Double" -> "number";
          case "boolean" -> "true | false";
          case "Duration" -> "duration";
          case "DataSize" -> "size";
          case "Path" -> "path";
          case "String" -> "text";
          case String other -> throw new IllegalStateException("a type not known yet: " + other);
        };
  }

  private static String otherwise(RecordComponent component) {
    DefaultValue given =
        Arrays.stream(component.getDeclaringRecord().getDeclaredConstructors())
            .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
            .filter(parameter -> parameter.getName().equals(component.getName()))
            .map(parameter -> parameter.getAnnotation(DefaultValue.class))
            .filter(annotation -> annotation != null)
            .findFirst()
            .orElse(null);
    if (given == null) {
      return "none";
    }
    String text = String.join(",", given.value());
    return "`" + (component.getType().isEnum() ? text.toLowerCase(Locale.ROOT) : text) + "`";
  }
}
