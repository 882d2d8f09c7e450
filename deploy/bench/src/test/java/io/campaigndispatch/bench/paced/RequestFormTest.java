package io.campaigndispatch.bench.paced;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.bench.stub.Call;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestFormTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void request_hasItsNumberInIdAndRecipient() {
    JsonNode request = MAPPER.readTree(RequestForm.campaign("acme").request(4_999_999));

    assertThat(request.path("requestId").asString()).isEqualTo("acme-04999999");
    assertThat(request.path("workspaceId").asString()).isEqualTo("acme");
    assertThat(request.path("campaignId").asString()).isEqualTo("spring-sale");
    assertThat(request.path("recipient").asString()).isEqualTo("+5215504999999");
    assertThat(RequestForm.number(new Call(0, "acme", 5215504999999L))).isEqualTo(4_999_999);
  }

  @Test
  void request_isSmall() {
    assertThat(RequestForm.campaign("workspace-a").request(0).length).isBetween(190, 260);
    assertThat(RequestForm.single("workspace-a").request(0).length).isBetween(160, 230);
  }

  @Test
  void requests_doNotShareTheirBytes() {
    RequestForm form = RequestForm.single("acme");

    assertThat(List.of(form.request(1), form.request(2))).doesNotHaveDuplicates();
  }

  @Test
  void neighbour_sharesThePartition() {
    String neighbour = Publishing.neighbour("workspace-b", "workspace-a");

    assertThat(neighbour).startsWith("workspace-b-");
    assertThat(Publishing.home(neighbour)).isEqualTo(Publishing.home("workspace-a"));
  }
}
