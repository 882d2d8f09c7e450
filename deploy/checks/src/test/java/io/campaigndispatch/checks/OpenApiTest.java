package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.dispatcher.deadletters.LetterAction;
import io.campaigndispatch.dispatcher.deadletters.LetterResult;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.workspace.CampaignState;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** docs/openapi.yaml is a valid document of what the controllers serve. */
class OpenApiTest {

  private static final ApiDocument DOCUMENT = ApiDocument.read("openapi.yaml");

  @Test
  void document_isReadWithoutComplaint() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    var parsed =
        new OpenAPIV3Parser().readContents(Repository.text("docs/openapi.yaml"), null, options);

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.isOpenapi31()).isTrue();
    assertThat(DOCUMENT.brokenReferences()).isEmpty();
  }

  @Test
  void schema_everyOne_isOne() {
    DOCUMENT
        .root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                assertThat(DOCUMENT.problemsOfSchema(schema.getValue()))
                    .as(schema.getKey())
                    .isEmpty());
  }

  @Test
  void operations_areThoseOfTheControllers() throws ClassNotFoundException {
    Set<String> documented = new TreeSet<>();
    DOCUMENT
        .root()
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getKey().startsWith("/api/")) {
                methods(path.getValue()).forEach(it -> documented.add(it + " " + path.getKey()));
              }
            });

    assertThat(documented).isEqualTo(served());
  }

  private static Stream<String> methods(JsonNode path) {
    return path.propertyNames().stream()
        .filter(name -> !name.equals("parameters"))
        .map(name -> name.toUpperCase(Locale.ROOT));
  }

  private static Set<String> served() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    Set<String> served = new TreeSet<>();
    for (var found : scanner.findCandidateComponents("io.campaigndispatch.dispatcher")) {
      Class<?> controller = Class.forName(found.getBeanClassName());
      RequestMapping base =
          AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
      for (Method method : controller.getDeclaredMethods()) {
        RequestMapping own =
            AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (own != null) {
          for (String before : paths(base)) {
            for (String path : paths(own)) {
              for (RequestMethod verb : own.method()) {
                served.add(verb + " " + before + path);
              }
            }
          }
        }
      }
    }
    return served;
  }

  private static List<String> paths(@Nullable RequestMapping mapping) {
    return mapping == null || mapping.path().length == 0 ? List.of("") : List.of(mapping.path());
  }

  @Test
  void words_areThoseOfTheCode() {
    String schemas = "/components/schemas/";
    assertThat(DOCUMENT.words(schemas + "WaitReason/enum")).isEqualTo(names(WaitReason.values()));
    assertThat(DOCUMENT.words(schemas + "CampaignState/enum"))
        .isEqualTo(names(CampaignState.values()));
    assertThat(DOCUMENT.words(schemas + "FailureCategory/enum"))
        .isEqualTo(names(FailureCategory.values()));
    assertThat(DOCUMENT.words(schemas + "Hold/properties/scope/enum"))
        .isEqualTo(names(CoreSnapshot.Hold.Scope.values()));
    List<String> states = new ArrayList<>(List.of("open"));
    Arrays.stream(LetterAction.values()).map(LetterAction::done).forEach(states::add);
    assertThat(DOCUMENT.words(schemas + "DeadLetter/properties/state/enum")).isEqualTo(states);
    String handled =
        "/components/responses/LettersHandled/content/application~1json/schema/properties/";
    assertThat(DOCUMENT.words(handled + "end/enum")).isEqualTo(names(LetterResult.End.values()));
    List<String> left = new ArrayList<>(names(LetterAction.Leave.values()));
    left.add("BEYOND_MAX");
    assertThat(DOCUMENT.words(handled + "left/propertyNames/enum")).isEqualTo(left);
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
