package io.campaigndispatch.sandbox.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueFileTest {
  @Test
  void everyKey_isRead() {
    Catalogue catalogue =
        parse(
            """
            workspaces:
              - vendor: platica
                id: "521"
                token: secret
                rate: { limit: 10, per: 500ms }
                custom-fields: [placas]
            templates:
              - name: hello
                vendor: platica
                workspace: "521"
                language: es_MX
                category: MARKETING
                status: paused
                header: text
                header-params: [title]
                body: "Hola {{1}}"
                body-params: [name, "extra?"]
                footer: Adiós
                buttons: [ { type: phone-number, text: Llamar, dynamic: false } ]
            gateway: { unknown-template: bad-request }
            """);

    Tenant tenant = catalogue.tenant(Vendor.PLATICA, "521").orElseThrow();
    assertThat(tenant.token()).isEqualTo("secret");
    assertThat(tenant.rate()).isEqualTo(new RateLimit(10, Duration.ofMillis(500)));
    assertThat(tenant.customFields()).containsExactly("placas");
    assertThat(tenant.toString()).doesNotContain("secret");
    assertThat(catalogue.unknownTemplate()).isEqualTo(UnknownTemplateAnswer.BAD_REQUEST);
    assertThat(catalogue.templatesOf(Vendor.PLATICA, "521").getLast().toString())
        .contains(
            "hello",
            "es_MX",
            "MARKETING",
            "PAUSED",
            "TEXT",
            "title",
            "Hola {{1}}",
            "Adiós",
            "name=extra, required=false",
            "PHONE_NUMBER",
            "Llamar",
            "dynamic=false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workspces: [] | workspces: unknown key",
        "workspaces: {} | workspaces is {}, expected a list",
        "workspaces: [{id: a}] | workspaces[0].vendor is missing, expected one of plazbot, platica, gateway",
        "workspaces: [{vendor: meta, id: a}] | workspaces[0].vendor is \"meta\", expected one of plazbot, platica, gateway",
        "workspaces: [{vendor: plazbot}] | workspaces[0].id is missing, expected a value",
        "workspaces: [{vendor: platica, id: a}] | workspaces[0].token is missing, expected a value",
        "workspaces: [{vendor: plazbot, id: a, tokn: x}] | workspaces[0].tokn: unknown key",
        "workspaces: [{vendor: plazbot, id: a}, {vendor: plazbot, id: a}] | a is declared twice",
        "workspaces: [{vendor: plazbot, id: a, rate: {limit: 0, per: 1s}}] | limit 0: expected 1 to 100000",
        "workspaces: [{vendor: plazbot, id: a, rate: {limit: 1, per: soon}}] | rate.per is \"soon\", expected a period",
        "templates: [{}] | templates[0].name is missing",
        "templates: [{name: a, header: gif}] | templates[0].header is \"gif\", expected one of none, text, image",
        "templates: [{name: a, buttons: [{}]}] | templates[0].buttons[0].type is missing",
        "gateway: {unknown-template: maybe} | gateway.unknown-template is \"maybe\"",
        "a: b: c | not valid YAML at line 1"
      })
  void mistake_isNamedInOneLineWithFileAndKey(String yaml, String line) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("test.yaml: ")
        .hasMessageContaining(line)
        .hasMessageNotContaining("\n");
  }

  @Test
  void missingFile_isNamed() {
    assertThatThrownBy(() -> CatalogueFile.read(Path.of("nowhere.yaml"), TemplatePolicy.OPEN))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("nowhere.yaml: cannot be read");
  }

  @Test
  void laterDeclaration_replacesABuiltInTemplate() {
    Catalogue catalogue =
        parse("templates: [{name: order_shipped, vendor: plazbot, body-params: [x]}]");

    assertThat(catalogue.lookup(Vendor.PLAZBOT, "any", "order_shipped", null))
        .isInstanceOfSatisfying(
            TemplateLookup.Known.class,
            known -> assertThat(known.template().bodyParams()).hasSize(1));
  }

  @Test
  void templateOfOneWorkspace_isUnknownToOthers() {
    Catalogue catalogue =
        parse("templates: [{name: mine, workspace: a}]").with(TemplatePolicy.STRICT);

    assertThat(catalogue.lookup(Vendor.PLAZBOT, "a", "mine", null))
        .isInstanceOf(TemplateLookup.Known.class);
    assertThat(catalogue.lookup(Vendor.PLAZBOT, "b", "mine", null))
        .isEqualTo(new TemplateLookup.Missing());
  }

  private static Catalogue parse(String yaml) {
    return CatalogueFile.parse("test.yaml", yaml, TemplatePolicy.OPEN);
  }
}
