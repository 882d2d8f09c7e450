package io.campaigndispatch.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one scenario while it runs: rows in the order in which they first appeared,
 * then targets of which nothing was measured; and what cannot be said in figures.
 */
public final class Findings {
  private final String scenario;
  private final Map<Key, List<Double>> values = new LinkedHashMap<>();
  private final Map<Key, Target> targets = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private record Key(String participant, String setting, Measure measure) {}

  /**
   * @param scenario its name on the command line
   */
  public Findings(String scenario) {
    this.scenario = scenario;
  }

  public void add(String participant, String setting, Measure measure, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s, %s, %s: expected a figure, received %s"
              .formatted(participant, setting, measure.name(), value));
    }
    values
        .computeIfAbsent(new Key(participant, setting, measure), _ -> new ArrayList<>())
        .add(value);
  }

  /**
   * Sets what this participant must reach there. Not for one that was left out on purpose: a target
   * without a figure is missed.
   */
  public void expect(String participant, String setting, Measure measure, Target target) {
    targets.put(new Key(participant, setting, measure), target);
  }

  /** Something a reader of the figures must know, also told at once on the terminal. */
  public void note(String sentence) {
    System.err.println(sentence);
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** All values of a row so far; empty when nothing was measured. */
  public List<Double> values(String participant, String setting, Measure measure) {
    return List.copyOf(values.getOrDefault(new Key(participant, setting, measure), List.of()));
  }

  public List<Row> rows() {
    Map<Key, List<Double>> all = new LinkedHashMap<>(values);
    targets.keySet().forEach(key -> all.putIfAbsent(key, List.of()));
    return all.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
  }

  private Row row(Key key, List<Double> measured) {
    @Nullable Target target = targets.get(key);
    return Row.of(scenario, key.participant(), key.setting(), key.measure(), measured, target);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }
}
