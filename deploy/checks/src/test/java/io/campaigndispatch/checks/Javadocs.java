package io.campaigndispatch.checks;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the sources say of records' components, as Markdown, read by the compiler's own parser. */
final class Javadocs {

  private static final List<String> SOURCES =
      List.of("dispatcher/src/main/java", "common-model/src/main/java");

  private Javadocs() {}

  /** By the component's name; without those that nothing is said of. */
  static Map<String, String> components(Class<?> type) {
    Map<String, String> meanings = new LinkedHashMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjects(source(type)));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        var _ = new Finder(docs, type.getSimpleName(), meanings).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return meanings;
  }

  private static Path source(Class<?> type) {
    Class<?> outermost = type;
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      outermost = outer;
    }
    String file = outermost.getName().replace('.', '/') + ".java";
    return SOURCES.stream()
        .map(root -> Repository.path(root).resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private static final class Finder extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final DocTrees docs;
    private final String name;
    private final Map<String, String> meanings;

    Finder(DocTrees docs, String name, Map<String, String> meanings) {
      this.docs = docs;
      this.name = name;
      this.meanings = meanings;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      var comment = docs.getDocCommentTree(getCurrentPath());
      if (tree.getSimpleName().contentEquals(name) && comment != null) {
        for (DocTree tag : comment.getBlockTags()) {
          if (tag instanceof ParamTree param) {
            meanings.put(
                param.getName().getName().toString(), markdown(param.getDescription().stream()));
          }
        }
      }
      return super.visitClass(tree, unused);
    }
  }

  private static String markdown(Stream<? extends DocTree> text) {
    return text.map(Javadocs::markdown)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        // Absent, to those who write configuration.
        .replaceAll("\\bnull\\b", "none");
  }

  private static String markdown(DocTree part) {
    return switch (part) {
      case TextTree text -> text.getBody();
      case LiteralTree code -> "`" + code.getBody().getBody() + "`";
      case LinkTree link -> "`" + link.getReference().getSignature() + "`";
      default -> throw new IllegalStateException("not known in a @param: " + part);
    };
  }
}
