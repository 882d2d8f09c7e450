package io.campaigndispatch.model.workspace;

import io.campaigndispatch.model.send.Button;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template expects; requests are held against it before a token is spent.
 *
 * @param workspaceId whose template it is
 * @param name as the vendor knows it
 * @param language null: any
 * @param header null: the template has no header that takes a value
 * @param bodyParams names (or "1", "2", …) in order; the count is what is checked where vendors are
 *     positional
 * @param buttons those that take a value
 */
public record TemplateDescriptor(
    String workspaceId,
    String name,
    @Nullable String language,
    @Nullable HeaderKind header,
    List<String> bodyParams,
    List<ButtonSlot> buttons) {

  /** What a header takes. */
  public enum HeaderKind {
    TEXT,
    IMAGE,
    DOCUMENT,
    VIDEO
  }

  /**
   * A button with a variable.
   *
   * @param index its place in the template, from 0
   * @param type what it does
   */
  public record ButtonSlot(int index, Button.Type type) {}

  public TemplateDescriptor {
    bodyParams = List.copyOf(bodyParams);
    buttons = List.copyOf(buttons);
  }
}
