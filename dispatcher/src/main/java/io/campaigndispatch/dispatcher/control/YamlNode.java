package io.campaigndispatch.dispatcher.control;

import java.util.List;

/** A value of a YAML file and the line (1-based) it starts on. */
sealed interface YamlNode {

  int line();

  /**
   * A single value, quoted or not, as it was written: {@code NO} is Norway and {@code 0123} keeps
   * its zero.
   */
  record Scalar(int line, String text) implements YamlNode {}

  /** A key without a value. */
  record Nothing(int line) implements YamlNode {}

  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys in the file's order, a repeated one as often as it stands there. */
  record Mapping(int line, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  record Entry(int line, String key, YamlNode value) {}
}
