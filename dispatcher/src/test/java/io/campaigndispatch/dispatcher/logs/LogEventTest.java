package io.campaigndispatch.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogEventTest {

  @Test
  void everyValue_hasAKeyOfItsOwn() {
    for (LogEvent event : LogEvent.values()) {
      int values = event.template().split("\\{}", -1).length - 1;
      assertThat(event.keys()).as(event.name()).hasSize(values).doesNotHaveDuplicates();
    }
  }

  @Test
  void words_nameOneEvent() {
    for (LogEvent event : LogEvent.values()) {
      assertThat(LogEvent.of(event.template())).isEqualTo(event);
    }
    assertThat(LogEvent.of("something of a library")).isNull();
  }

  /** What the compiler does not see: a value too few would be a line that says {@code {}}. */
  @Test
  void everyEvent_isUsed_withAValueForEachKey() throws IOException {
    Map<LogEvent, List<Integer>> used = valuesGiven();

    assertThat(used.keySet()).containsExactlyInAnyOrder(LogEvent.values());
    used.forEach(
        (event, counts) -> {
          int keys = event.keys().size();
          // One more is the cause.
          assertThat(counts).as(event.name()).allMatch(count -> count == keys || count == keys + 1);
        });
  }

  private static Map<LogEvent, List<Integer>> valuesGiven() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<LogEvent, List<Integer>> used = new EnumMap<>(LogEvent.class);
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"));
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      for (var unit : task.parse()) {
        unit.accept(new Uses(used), null);
      }
    }
    return used;
  }

  private static final class Uses extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Map<LogEvent, List<Integer>> used;

    Uses(Map<LogEvent, List<Integer>> used) {
      this.used = used;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      ExpressionTree method = call.getMethodSelect();
      if (method instanceof MemberSelectTree log
          && log.getIdentifier().contentEquals("log")
          && log.getExpression() instanceof MemberSelectTree event
          && event.getExpression().toString().equals("LogEvent")) {
        LogEvent named = LogEvent.valueOf(event.getIdentifier().toString());
        // The first argument is the logger.
        used.computeIfAbsent(named, _ -> new ArrayList<>()).add(call.getArguments().size() - 1);
      }
      return super.visitMethodInvocation(call, nothing);
    }
  }
}
