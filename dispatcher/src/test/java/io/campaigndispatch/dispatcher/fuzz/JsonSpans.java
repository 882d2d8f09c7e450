package io.campaigndispatch.dispatcher.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A valid JSON text and where its values stand in it, so that it can be damaged as text: numbers,
 * names and tokens that no tree of nodes could hold.
 *
 * @param values of every value, the whole text first
 * @param members of every name with its value
 * @param objects where each object opens
 */
record JsonSpans(String text, List<Span> values, List<Span> members, List<Integer> objects) {

  /** From a character to another, which is not included. */
  record Span(int from, int to) {}

  static JsonSpans of(String json) {
    JsonSpans spans = new JsonSpans(json, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    spans.value(0);
    return spans;
  }

  /** Notes the value that begins here, and returns where it ends. */
  private int value(int at) {
    int from = blank(at);
    int place = values.size();
    values.add(new Span(from, from));
    int to =
        switch (text.charAt(from)) {
          case '{' -> items(from, '}');
          case '[' -> items(from, ']');
          case '"' -> string(from);
          default -> scalar(from);
        };
    values.set(place, new Span(from, to));
    return to;
  }

  private int items(int open, char close) {
    if (close == '}') {
      objects.add(open);
    }
    int at = blank(open + 1);
    while (text.charAt(at) != close) {
      int item = at;
      if (close == '}') {
        at = blank(string(at)) + 1;
      }
      at = value(at);
      if (close == '}') {
        members.add(new Span(item, at));
      }
      at = blank(at);
      if (text.charAt(at) == ',') {
        at = blank(at + 1);
      }
    }
    return at + 1;
  }

  private int string(int at) {
    int end = at + 1;
    while (text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  private int scalar(int at) {
    int end = at;
    while (end < text.length() && ",]} \n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int blank(int at) {
    int next = at;
    while (" \n".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return next;
  }
}
