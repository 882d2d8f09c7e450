package io.campaigndispatch.model.send;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approved template and the values for its placeholders.
 *
 * @param language as Meta writes it ({@code es}, {@code es_MX}); null where the vendor has no
 *     language field
 * @param body in the template's order
 * @param buttons only those with a variable; indexes are unique
 */
public record TemplateMessage(
    String name,
    @Nullable String language,
    @Nullable Header header,
    List<Parameter> body,
    List<Button> buttons)
    implements Message {

  public TemplateMessage {
    body = List.copyOf(body);
    buttons = List.copyOf(buttons);
  }

  @Override
  public String toString() {
    return "TemplateMessage[" + name + (language == null ? "" : "/" + language) + "]";
  }
}
