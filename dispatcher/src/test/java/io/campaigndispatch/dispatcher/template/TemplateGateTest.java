package io.campaigndispatch.dispatcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.template.TemplateGate.Admitted;
import io.campaigndispatch.dispatcher.template.TemplateGate.Refused;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateGateTest {

  private static final Workspace ACME = Fixtures.workspace("acme", ContactPolicy.PASS);
  private static final TemplateDescriptor DESCRIPTOR =
      new TemplateDescriptor(
          "acme", "t", null, null, List.of(), List.of(new ButtonSlot(0, Button.Type.OTP)));
  private static final TemplateGate GATE =
      new TemplateGate(
          TemplateRegistry.of(new Directory(Map.of(), Map.of(), Map.of(), List.of(DESCRIPTOR))),
          UnlistedPolicy.REJECT);

  private static SendRequest request(Message message) {
    return Fixtures.request("+50212345678", "c1", message, null, 7L);
  }

  private static SendRequest withButton(Button button) {
    return request(Fixtures.template("t", null, List.of(), button));
  }

  @Test
  void text_passesAsItIs() {
    SendRequest request = request(new TextMessage("hola", null));

    assertThat(GATE.ask(ACME, request)).isEqualTo(new Admitted(request));
  }

  @Test
  void requestThatLeavesSomethingOpen_isCompleted_andOtherwiseTheSame() {
    assertThat(GATE.ask(ACME, withButton(new Button(0, null, "482910"))))
        .isEqualTo(new Admitted(withButton(new Button(0, Button.Type.OTP, "482910"))));
  }

  @Test
  void completeRequest_isHandedOnUncopied() {
    SendRequest request = withButton(new Button(0, Button.Type.OTP, "482910"));

    assertThat(GATE.ask(ACME, request))
        .isInstanceOfSatisfying(
            Admitted.class, admitted -> assertThat(admitted.request()).isSameAs(request));
  }

  @Test
  void mismatch_isRefused() {
    assertThat(GATE.ask(ACME, withButton(new Button(1, null, "x"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("TEMPLATE_MISMATCH"));
  }

  @Test
  void unlistedTemplate_isRefusedByPolicy() {
    assertThat(GATE.ask(ACME, request(Fixtures.template("other", null, List.of()))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("UNKNOWN_TEMPLATE"));
  }
}
