package io.campaigndispatch.checks;

import java.util.List;
import java.util.regex.Pattern;

/** The links of a Markdown file to others of the repository. */
final class Links {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  private Links() {}

  /** As they are written. */
  static List<String> of(String file) {
    return LINK.matcher(Repository.text(file))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }
}
