package io.campaigndispatch.dispatcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.template.TemplateLookup.Known;
import io.campaigndispatch.dispatcher.template.TemplateLookup.NotApproved;
import io.campaigndispatch.dispatcher.template.TemplateLookup.Unlisted;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateCheckTest {

  private static final Header IMAGE =
      new Header.Media(Header.MediaType.IMAGE, URI.create("https://x.example/a.png"), null);
  private static final Header TEXT = new Header.Text(List.of(new Parameter(null, "x")));
  private static final List<String> NAMES = List.of("customerName", "orderId");

  private static TemplateDescriptor descriptor(
      @Nullable HeaderKind header, List<String> body, ButtonSlot... buttons) {
    return new TemplateDescriptor("acme", "order_shipped", "es", header, body, List.of(buttons));
  }

  private static TemplateMessage message(
      @Nullable Header header, List<Parameter> body, Button... buttons) {
    return new TemplateMessage("order_shipped", "es", header, body, List.of(buttons));
  }

  private static Parameter parameter(@Nullable String name, String value) {
    return new Parameter(name, value);
  }

  private static TemplateCheck check(TemplateMessage message, TemplateDescriptor descriptor) {
    return TemplateCheck.of(message, new Known(descriptor), UnlistedPolicy.REJECT);
  }

  private static TemplateMessage fit(TemplateMessage message, TemplateDescriptor descriptor) {
    return switch (check(message, descriptor)) {
      case TemplateCheck.Fits(TemplateMessage completed) -> completed;
      case TemplateCheck.Refused(Failure failure) -> throw new AssertionError(failure.toString());
    };
  }

  private static Failure refusal(TemplateCheck check) {
    return switch (check) {
      case TemplateCheck.Fits _ -> throw new AssertionError("fits");
      case TemplateCheck.Refused(Failure failure) -> failure;
    };
  }

  private static List<Violation> violations(
      TemplateMessage message, TemplateDescriptor descriptor) {
    return refusal(check(message, descriptor)).errors();
  }

  @Test
  void messageThatFits_staysAsItIs() {
    TemplateMessage message =
        message(
            IMAGE,
            List.of(parameter("customerName", "Juan"), parameter("orderId", "1")),
            new Button(0, Button.Type.URL, "promo"));

    assertThat(
            fit(message, descriptor(HeaderKind.IMAGE, NAMES, new ButtonSlot(0, Button.Type.URL))))
        .isSameAs(message);
  }

  @Test
  void buttonType_isInferredFromTheTemplate() {
    TemplateMessage message = message(null, List.of(), new Button(1, null, "482910"));

    assertThat(
            fit(message, descriptor(null, List.of(), new ButtonSlot(1, Button.Type.OTP))).buttons())
        .containsExactly(new Button(1, Button.Type.OTP, "482910"));
  }

  @Test
  void urlForAnOtpButton_isMetasOwnName() {
    TemplateMessage message = message(null, List.of(), new Button(0, Button.Type.URL, "482910"));

    assertThat(
            fit(message, descriptor(null, List.of(), new ButtonSlot(0, Button.Type.OTP))).buttons())
        .containsExactly(new Button(0, Button.Type.OTP, "482910"));
  }

  @Test
  void unnamedParameters_takeTheTemplatesNames() {
    TemplateMessage message = message(null, List.of(parameter(null, "Juan"), parameter(null, "1")));

    assertThat(fit(message, descriptor(null, NAMES)).body())
        .containsExactly(parameter("customerName", "Juan"), parameter("orderId", "1"));
  }

  @Test
  void namedParameters_takeTheTemplatesOrder() {
    TemplateMessage message =
        message(null, List.of(parameter("orderId", "1"), parameter("customerName", "Juan")));

    assertThat(fit(message, descriptor(null, NAMES)).body())
        .containsExactly(parameter("customerName", "Juan"), parameter("orderId", "1"));
  }

  @Test
  void namesForANumberedTemplate_areLabelsOnly() {
    TemplateMessage message = message(null, List.of(parameter("whatever", "Juan")));

    assertThat(fit(message, descriptor(null, List.of("1")))).isSameAs(message);
  }

  @Test
  void anotherName_isAMismatch() {
    TemplateMessage message =
        message(null, List.of(parameter("customerName", "Juan"), parameter("order", "1")));

    assertThat(violations(message, descriptor(null, NAMES)))
        .containsExactly(
            new Violation("message.body[1].name", "is not the template's", "orderId", "order"));
  }

  @Test
  void oneNameTwice_isAMismatch() {
    TemplateMessage message =
        message(null, List.of(parameter("orderId", "1"), parameter("orderId", "2")));

    assertThat(violations(message, descriptor(null, NAMES)))
        .extracting(Violation::field)
        .containsExactly("message.body[0].name");
  }

  @Test
  void parameterCount_mustBeTheTemplates() {
    assertThat(violations(message(null, List.of()), descriptor(null, NAMES)))
        .containsExactly(
            new Violation("message.body", "is not as long as the template's", "2", "0"));
  }

  @ParameterizedTest
  @CsvSource({
    ", IMAGE, none, image",
    "IMAGE, , image, none",
    "VIDEO, IMAGE, video, image",
    "TEXT, IMAGE, text, image",
    "DOCUMENT, TEXT, document, text",
  })
  void headerKind_mustBeTheTemplates(
      @Nullable HeaderKind expected, @Nullable String given, String said, String received) {
    Header header = given == null ? null : given.equals("TEXT") ? TEXT : IMAGE;

    assertThat(violations(message(header, List.of()), descriptor(expected, List.of())))
        .containsExactly(
            new Violation("message.header", "is not the template's header", said, received));
  }

  @Test
  void textHeaderWithoutVariables_isNone() {
    TemplateMessage message = message(new Header.Text(List.of()), List.of());

    assertThat(fit(message, descriptor(null, List.of()))).isSameAs(message);
  }

  @Test
  void buttonElsewhere_isAMismatch() {
    TemplateMessage message = message(null, List.of(), new Button(2, Button.Type.URL, "x"));

    assertThat(
            violations(
                message, descriptor(null, List.of(), new ButtonSlot(0, Button.Type.QUICK_REPLY))))
        .containsExactly(
            new Violation(
                "message.buttons[0].index",
                "the template has no button with a value there",
                "[0]",
                "2"));
  }

  @Test
  void buttonOfAnotherType_isAMismatch() {
    TemplateMessage message = message(null, List.of(), new Button(0, Button.Type.OTP, "x"));

    assertThat(violations(message, descriptor(null, List.of(), new ButtonSlot(0, Button.Type.URL))))
        .containsExactly(
            new Violation("message.buttons[0].type", "is not the template's", "url", "otp"));
  }

  @Test
  void missingButton_isAMismatch_exceptAQuickReply() {
    TemplateDescriptor descriptor =
        descriptor(
            null,
            List.of(),
            new ButtonSlot(0, Button.Type.QUICK_REPLY),
            new ButtonSlot(1, Button.Type.URL));

    assertThat(violations(message(null, List.of()), descriptor))
        .containsExactly(
            new Violation("message.buttons", "a button's value is missing", "index 1", null));
  }

  @Test
  void everyMismatch_isNamedAtOnce() {
    Failure failure =
        refusal(
            check(
                message(null, List.of(), new Button(3, null, "x")),
                descriptor(HeaderKind.IMAGE, NAMES)));

    assertThat(failure.category()).isEqualTo(FailureCategory.REQUEST);
    assertThat(failure.code()).isEqualTo("TEMPLATE_MISMATCH");
    assertThat(failure.errors())
        .extracting(Violation::field)
        .containsExactly("message.header", "message.body", "message.buttons[0].index");
  }

  @Test
  void notApproved_isRefused() {
    Failure failure =
        refusal(
            TemplateCheck.of(
                message(null, List.of()), new NotApproved("PAUSED"), UnlistedPolicy.PASS));

    assertThat(failure.category()).isEqualTo(FailureCategory.TEMPLATE);
    assertThat(failure.code()).isEqualTo("UNKNOWN_TEMPLATE");
    assertThat(failure.message()).contains("PAUSED");
  }

  @Test
  void unlisted_goesByThePolicy() {
    TemplateMessage message = message(null, List.of());

    assertThat(TemplateCheck.of(message, new Unlisted(), UnlistedPolicy.PASS))
        .isEqualTo(new TemplateCheck.Fits(message));
    Failure failure = refusal(TemplateCheck.of(message, new Unlisted(), UnlistedPolicy.REJECT));
    assertThat(failure.category()).isEqualTo(FailureCategory.TEMPLATE);
    assertThat(failure.code()).isEqualTo("UNKNOWN_TEMPLATE");
  }
}
