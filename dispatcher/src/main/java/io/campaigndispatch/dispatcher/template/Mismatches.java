package io.campaigndispatch.dispatcher.template;

import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every way in which a message does not fit its template. */
final class Mismatches {

  private final TemplateDescriptor descriptor;
  private final List<Violation> found = new ArrayList<>(0);

  private Mismatches(TemplateDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  static List<Violation> of(TemplateMessage message, TemplateDescriptor descriptor) {
    Mismatches mismatches = new Mismatches(descriptor);
    mismatches.header(message.header());
    mismatches.body(message.body());
    mismatches.buttons(message.buttons());
    return mismatches.found;
  }

  private void header(@Nullable Header header) {
    HeaderKind given = kind(header);
    HeaderKind expected = descriptor.header();
    if (given != expected) {
      add("message.header", "is not the template's header", lower(expected), lower(given));
    }
  }

  /** Null for a header that carries no value, as for none. */
  private static @Nullable HeaderKind kind(@Nullable Header header) {
    return switch (header) {
      case null -> null;
      case Header.Text text -> text.variables().isEmpty() ? null : HeaderKind.TEXT;
      case Header.Media media ->
          switch (media.type()) {
            case IMAGE -> HeaderKind.IMAGE;
            case DOCUMENT -> HeaderKind.DOCUMENT;
            case VIDEO -> HeaderKind.VIDEO;
          };
    };
  }

  private void body(List<Parameter> body) {
    List<String> names = descriptor.bodyParams();
    if (body.size() != names.size()) {
      add(
          "message.body",
          "is not as long as the template's",
          Integer.toString(names.size()),
          Integer.toString(body.size()));
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      String given = body.get(i).name();
      if (given != null && !given.equals(names.get(i)) && isName(given) && isName(names.get(i))) {
        add("message.body[" + i + "].name", "is not the template's", names.get(i), given);
      }
    }
  }

  /** A number says a place, which the order says already. */
  private static boolean isName(String text) {
    return !text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void buttons(List<Button> buttons) {
    for (int i = 0; i < buttons.size(); i++) {
      Button button = buttons.get(i);
      String field = "message.buttons[" + i + "]";
      ButtonSlot slot = slot(button.index());
      if (slot == null) {
        add(
            field + ".index",
            "the template has no button with a value there",
            descriptor.buttons().stream().map(ButtonSlot::index).toList().toString(),
            Integer.toString(button.index()));
      } else if (button.type() != slot.type()) {
        add(field + ".type", "is not the template's", lower(slot.type()), lower(button.type()));
      }
    }
    for (ButtonSlot slot : descriptor.buttons()) {
      boolean given = buttons.stream().anyMatch(button -> button.index() == slot.index());
      if (!given && needsValue(slot.type())) {
        add("message.buttons", "a button's value is missing", "index " + slot.index(), null);
      }
    }
  }

  /** A quick reply without a payload sends its own text (Meta: template components). */
  private static boolean needsValue(Button.Type type) {
    return switch (type) {
      case URL, OTP, PHONE_NUMBER -> true;
      case QUICK_REPLY -> false;
    };
  }

  private @Nullable ButtonSlot slot(int index) {
    for (ButtonSlot slot : descriptor.buttons()) {
      if (slot.index() == index) {
        return slot;
      }
    }
    return null;
  }

  private static String lower(@Nullable Enum<?> value) {
    return value == null ? "none" : value.name().toLowerCase(Locale.ROOT);
  }

  private void add(String field, String message, String expected, @Nullable String received) {
    found.add(new Violation(field, message, expected, received));
  }
}
