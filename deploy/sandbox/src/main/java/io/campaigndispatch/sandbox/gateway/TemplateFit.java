package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.catalogue.HeaderKind;
import io.campaigndispatch.sandbox.catalogue.Template;
import io.campaigndispatch.sandbox.catalogue.TemplateButton;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether components fit a template, and Meta's error when they do not. */
final class TemplateFit {
  private TemplateFit() {}

  static Optional<MetaError> misfit(Template template, Components given) {
    int params = template.bodyParams().size();
    if (given.bodyParams() != params) {
      return Optional.of(
          MetaError.of(
              MetaError.PARAM_COUNT,
              "body: number of localizable_params ("
                  + given.bodyParams()
                  + ") does not match the expected number of params ("
                  + params
                  + ")"));
    }
    List<String> header = headerTypes(template);
    if (given.headerTypes().size() != header.size()) {
      int code = template.header().isMedia() ? MetaError.PARAM_FORMAT : MetaError.PARAM_COUNT;
      return Optional.of(MetaError.of(code, "header: expected " + header.size() + " parameters"));
    }
    if (!given.headerTypes().equals(header)) {
      return Optional.of(MetaError.of(MetaError.PARAM_FORMAT, "header: expected " + header));
    }
    List<TemplateButton> buttons = template.buttons();
    for (int index : given.buttons()) {
      if (index >= buttons.size()) {
        return Optional.of(
            MetaError.of(MetaError.INVALID_PARAM, "button " + index + " does not exist"));
      }
    }
    for (int i = 0; i < buttons.size(); i++) {
      if (buttons.get(i).dynamic() && !given.buttons().contains(i)) {
        return Optional.of(
            MetaError.of(MetaError.MISSING_PARAM, "button " + i + " needs a parameter"));
      }
    }
    return Optional.empty();
  }

  private static List<String> headerTypes(Template template) {
    HeaderKind kind = template.header();
    return switch (kind) {
      case NONE -> List.of();
      case TEXT -> Collections.nCopies(template.headerParams().size(), "text");
      case IMAGE, DOCUMENT, VIDEO -> List.of(kind.name().toLowerCase(Locale.ROOT));
    };
  }
}
