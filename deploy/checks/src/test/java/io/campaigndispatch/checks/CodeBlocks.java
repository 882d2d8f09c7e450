package io.campaigndispatch.checks;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The fenced code blocks of a Markdown file. */
final class CodeBlocks {

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private CodeBlocks() {}

  /**
   * One of them.
   *
   * @param language as the fence names it; empty when it names none
   */
  record Block(String language, String text) {}

  static List<Block> of(String file) {
    return FENCED.matcher(Repository.text(file)).results().map(CodeBlocks::block).toList();
  }

  private static Block block(MatchResult fenced) {
    return new Block(fenced.group(1), fenced.group(2));
  }
}
