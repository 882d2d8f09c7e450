package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills in what a message left to its template: button types, parameter names, their order. */
final class Completion {

  private Completion() {}

  /** The completed message; what does not fit stays as it is, for {@link Mismatches} to name. */
  static TemplateMessage complete(TemplateMessage message, TemplateDescriptor descriptor) {
    List<Parameter> body = body(message.body(), descriptor.bodyParams());
    List<Button> buttons = buttons(message.buttons(), descriptor.buttons());
    return body.equals(message.body()) && buttons.equals(message.buttons())
        ? message
        : new TemplateMessage(message.name(), message.language(), message.header(), body, buttons);
  }

  /** Named values take the template's order, which positional vendors go by; others its names. */
  private static List<Parameter> body(List<Parameter> given, List<String> names) {
    if (given.size() != names.size()) {
      return given;
    }
    Map<String, Parameter> byName = HashMap.newHashMap(given.size());
    for (Parameter parameter : given) {
      if (parameter.name() != null) {
        byName.put(parameter.name(), parameter);
      }
    }
    if (byName.keySet().containsAll(names)) {
      return names.stream().map(name -> at(byName, name)).toList();
    }
    List<Parameter> named = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      Parameter parameter = given.get(i);
      named.add(
          parameter.name() == null ? new Parameter(names.get(i), parameter.value()) : parameter);
    }
    return List.copyOf(named);
  }

  private static Parameter at(Map<String, Parameter> byName, String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return parameter;
  }

  private static List<Button> buttons(List<Button> given, List<ButtonSlot> slots) {
    return given.stream().map(button -> typed(button, slots)).toList();
  }

  private static Button typed(Button button, List<ButtonSlot> slots) {
    for (ButtonSlot slot : slots) {
      if (slot.index() == button.index() && isLeftOpen(button, slot)) {
        return new Button(button.index(), slot.type(), button.value());
      }
    }
    return button;
  }

  /** Meta's own send form calls a one-time password's button {@code url}. */
  private static boolean isLeftOpen(Button button, ButtonSlot slot) {
    return button.type() == null
        || (button.type() == Button.Type.URL && slot.type() == Button.Type.OTP);
  }
}
