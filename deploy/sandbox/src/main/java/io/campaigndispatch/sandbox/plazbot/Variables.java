package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.catalogue.HeaderKind;
import io.campaigndispatch.sandbox.catalogue.Template;
import io.campaigndispatch.sandbox.catalogue.TemplateParam;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The variables of a send-conversation, in both dialects {@code [{variable, value}]}.
 *
 * <p>"Must match the placeholders defined in the template" is the page's; how they match is
 * INVENTED: a variable names a placeholder or gives its place from 1 (the vendor's own site uses
 * numbers), all required ones are there, no others are. A media header takes its address from
 * {@code file} or from one header variable of any name (the page's sample uses both).
 */
record Variables(Map<String, String> body, Map<String, String> header) {

  static Variables read(FieldCheck check, ObjectNode request) {
    return new Variables(
        read(check, request, "variablesBody"), read(check, request, "variablesHeader"));
  }

  private static Map<String, String> read(FieldCheck check, ObjectNode request, String field) {
    Map<String, String> variables = new LinkedHashMap<>();
    JsonNode list = request.path(field);
    if (FieldCheck.isAbsent(list)) {
      return variables;
    }
    if (!list.isArray()) {
      check.reject(field, "an array of {variable, value}", list);
      return variables;
    }
    for (int i = 0; i < list.size(); i++) {
      String path = field + "[" + i + "].";
      JsonNode item = list.path(i);
      String name = check.requiredText(item, path, "variable");
      JsonNode value = item.path("value");
      if (!value.isString()) {
        check.reject(path + "value", "a string", value);
      } else if (!name.isEmpty() && variables.put(name, value.stringValue()) != null) {
        check.reject(path + "variable", "each variable once", item.path("variable"));
      }
    }
    return variables;
  }

  /** In what the variables differ from the template's placeholders. */
  List<Problem> mismatches(Template template, boolean hasFile) {
    List<Problem> problems = new ArrayList<>();
    compare(problems, "variablesBody", template.bodyParams(), body);
    if (template.header().isMedia()) {
      mediaHeader(problems, template.header(), hasFile);
    } else {
      compare(problems, "variablesHeader", template.headerParams(), header);
    }
    return problems;
  }

  private void mediaHeader(List<Problem> problems, HeaderKind kind, boolean hasFile) {
    if (header.size() > 1 || (header.isEmpty() && !hasFile)) {
      problems.add(
          new Problem(
              "variablesHeader",
              "the address of the header's " + kind,
              header.size() + " variables"));
    }
    for (String address : header.values()) {
      if (!FileField.isWebAddress(address)) {
        problems.add(new Problem("variablesHeader", "a public http(s) address", "another text"));
      }
    }
  }

  private static void compare(
      List<Problem> problems, String field, List<TemplateParam> wanted, Map<String, String> given) {
    int matched = 0;
    for (int i = 0; i < wanted.size(); i++) {
      TemplateParam param = wanted.get(i);
      boolean named = given.containsKey(param.name());
      boolean numbered = given.containsKey(Integer.toString(i + 1));
      if (named || numbered) {
        matched++;
      } else if (param.required()) {
        problems.add(new Problem(field, "variable " + param.name(), "nothing"));
      }
    }
    if (matched < given.size()) {
      String names = String.join(", ", wanted.stream().map(TemplateParam::name).toList());
      problems.add(
          new Problem(
              field, "only [" + names + "]", "[" + String.join(", ", given.keySet()) + "]"));
    }
  }

  @Override
  public String toString() {
    return "Variables[" + body.size() + ", " + header.size() + "]";
  }
}
