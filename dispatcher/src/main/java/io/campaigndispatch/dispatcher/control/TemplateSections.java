package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list {@code templates}. */
final class TemplateSections {

  /** WhatsApp's own limit is ten buttons. */
  private static final int LAST_BUTTON = 9;

  private record Identity(String workspace, String name, @Nullable String language) {}

  private TemplateSections() {}

  static List<TemplateDescriptor> read(
      List<Section> sections, Set<String> workspaces, Mistakes mistakes) {
    Map<Identity, Integer> lines = new HashMap<>();
    List<TemplateDescriptor> templates = new ArrayList<>();
    for (Section section : sections) {
      TemplateDescriptor template = template(section, workspaces, mistakes);
      if (template == null) {
        continue;
      }
      Identity identity =
          new Identity(template.workspaceId(), template.name(), template.language());
      Integer earlier = lines.putIfAbsent(identity, section.line());
      if (earlier != null) {
        section.refuse(
            "name",
            "one entry per workspace, name and language",
            Mistakes.quoted(template.name()) + " (also on line " + earlier + ")");
      }
      templates.add(template);
    }
    return templates;
  }

  private static @Nullable TemplateDescriptor template(
      Section section, Set<String> workspaces, Mistakes mistakes) {
    int before = mistakes.count();
    if (section.value("workspace") == null) {
      section.missing("workspace", "the id of one of workspaces");
    }
    String workspace = section.reference("workspace", "one of workspaces", workspaces);
    String name = section.required("name", "the template's name");
    String language = section.text("language");
    HeaderKind header = section.choice("header", HeaderKind.class, true);
    List<String> bodyParams = section.texts("body-params");
    List<ButtonSlot> buttons = buttons(section);
    section.close();
    if (mistakes.count() > before || workspace == null || name == null) {
      return null;
    }
    return new TemplateDescriptor(workspace, name, language, header, bodyParams, buttons);
  }

  private static List<ButtonSlot> buttons(Section template) {
    List<ButtonSlot> buttons = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (Section section : template.sections("buttons")) {
      if (section.value("index") == null) {
        section.missing("index", "a whole number from 0 to " + LAST_BUTTON);
      }
      if (section.value("type") == null) {
        section.missing("type", Section.choices(Button.Type.values(), true));
      }
      int index = (int) section.number("index", 0, LAST_BUTTON, -1);
      Button.Type type = section.choice("type", Button.Type.class, true);
      section.close();
      if (index >= 0 && !taken.add(index)) {
        section.refuse("index", "an index that no other button has", Mistakes.quoted("" + index));
      }
      if (type != null) {
        buttons.add(new ButtonSlot(index, type));
      }
    }
    return buttons;
  }
}
