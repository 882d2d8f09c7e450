package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point to is there. */
class LinksTest {

  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT))`");

  /** Of the repository, folders that are written to left out. */
  private static List<String> files(String suffix) throws IOException {
    Path root = Repository.path("");
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(suffix) && !name.matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }

  @Test
  void link_everyOne_leadsToAFileAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String file : files(".md")) {
      for (String link : Links.of(file)) {
        String path = link.replaceFirst("#.*", "");
        Path target = Repository.path(file).resolveSibling(path);
        String anchor = link.substring(path.length());
        boolean found =
            path.isEmpty()
                ? headings(file).contains(anchor)
                : Files.exists(target)
                    && (anchor.isEmpty()
                        || headings(Repository.path("").relativize(target.normalize()).toString())
                            .contains(anchor));
        if (!found) {
          broken.add(file + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  /** As GitHub makes links of them. */
  private static Set<String> headings(String file) {
    return Repository.text(file)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> "#" + line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void test_everyOneThatIsNamed_isThere() throws IOException {
    Set<String> tests =
        files(".java").stream()
            .map(name -> name.replaceFirst(".*/", "").replaceFirst("\\.java$", ""))
            .collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    for (String file : files(".md")) {
      TEST.matcher(Repository.text(file))
          .results()
          .map(named -> named.group(1))
          .filter(name -> !tests.contains(name))
          .forEach(name -> missing.add(file + ": " + name));
    }

    assertThat(missing).isEmpty();
  }
}
