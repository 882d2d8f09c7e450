package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.LetterJson;
import io.campaigndispatch.dispatcher.deadletters.LetterResult;
import io.campaigndispatch.dispatcher.deadletters.LetterText;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands print alike. */
final class Output {

  private Output() {}

  static PrintWriter of(CommandSpec spec) {
    return spec.commandLine().getOut();
  }

  /** What was done, or would be. */
  static void result(PrintWriter out, LetterResult result, String did, String would, boolean json) {
    if (json) {
      out.println(LetterJson.result(result));
    } else {
      String what = result.end() == LetterResult.End.COUNTED ? would : did;
      out.println(result.counts().total() + " " + what);
      LetterText.counts(result.counts()).forEach(out::println);
    }
    out.flush();
  }
}
