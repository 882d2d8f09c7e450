package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A good workspaces file, and what is said of it once a text in it is replaced. */
final class BrokenFile {

  static final String GOOD =
      """
      vendors:
        - id: gw
          type: gateway
          base-url: https://gw.example
      workspaces:
        - id: acme
          vendor: gw
          credential: env:ACME_TOKEN
          throttle: [ { rate: 20, per: 1s } ]
      throttle-groups:
        - { id: shared, throttle: [ { rate: 80, per: 1s } ] }
      templates:
        - { workspace: acme, name: hello, buttons: [ { index: 0, type: url } ] }
      """;

  private BrokenFile() {}

  /** The good file with one text replaced is refused with exactly these lines. */
  static void assertLines(String from, String to, String... expected) {
    assertThat(GOOD).contains(from);
    assertThat(lines(GOOD.replace(from, to))).containsExactly(expected);
  }

  static List<String> lines(String yaml) {
    return switch (DirectoryFile.read("w.yaml", yaml)) {
      case DirectoryResult.Loaded _ -> List.of();
      case DirectoryResult.Refused(List<String> mistakes) -> mistakes;
    };
  }
}
