package io.campaigndispatch.dispatcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.template.TemplateLookup.Known;
import io.campaigndispatch.dispatcher.template.TemplateLookup.NotApproved;
import io.campaigndispatch.dispatcher.template.TemplateLookup.Unlisted;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateRegistryTest {

  private static final Workspace ACME = Fixtures.workspace("acme", ContactPolicy.PASS);
  private static final CatalogueKey CATALOGUE = CatalogueKey.of(ACME);

  private static Directory directory(TemplateDescriptor... templates) {
    return new Directory(Map.of(), Map.of(), Map.of(), List.of(templates));
  }

  private static TemplateDescriptor configured(
      String workspace, @Nullable String language, String... body) {
    return new TemplateDescriptor(workspace, "t", language, null, List.of(body), List.of());
  }

  private static CatalogueEntry listed(@Nullable String language, String status, String... body) {
    return new CatalogueEntry("t", language, status, null, List.of(body), List.of());
  }

  private static TemplateLookup lookup(TemplateRegistry registry, @Nullable String language) {
    return registry.lookup(ACME, "t", language);
  }

  @Test
  void configuredTemplate_isKnown() {
    TemplateDescriptor es = configured("acme", "es");

    assertThat(lookup(TemplateRegistry.of(directory(es)), "es")).isEqualTo(new Known(es));
  }

  @Test
  void templateOfAnotherWorkspaceNameOrLanguage_isUnlisted() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory(configured("other", "es"), configured("acme", "es")));

    assertThat(lookup(registry, "en")).isEqualTo(new Unlisted());
    assertThat(registry.lookup(ACME, "u", "es")).isEqualTo(new Unlisted());
    assertThat(lookup(TemplateRegistry.of(directory(configured("other", "es"))), "es"))
        .isEqualTo(new Unlisted());
  }

  @Test
  void exactLanguage_goesBeforeAnOpenOne() {
    TemplateDescriptor open = configured("acme", null);
    TemplateDescriptor es = configured("acme", "es");
    TemplateRegistry registry = TemplateRegistry.of(directory(open, es));

    assertThat(lookup(registry, "es")).isEqualTo(new Known(es));
    assertThat(lookup(registry, "en")).isEqualTo(new Known(open));
  }

  @Test
  void messageWithoutLanguage_matchesTheFirstTemplate() {
    TemplateDescriptor es = configured("acme", "es");

    assertThat(lookup(TemplateRegistry.of(directory(es, configured("acme", "en"))), null))
        .isEqualTo(new Known(es));
  }

  @Test
  void catalogueTemplate_isKnownOfTheWorkspace() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory())
            .with(CATALOGUE, List.of(listed("es", "APPROVED", "1", "2")));

    assertThat(lookup(registry, "es")).isEqualTo(new Known(configured("acme", "es", "1", "2")));
  }

  @Test
  void catalogueOfAnotherCredential_isNotSeen() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory())
            .with(
                new CatalogueKey(ACME.vendorId(), new CredentialRef.None()),
                List.of(listed("es", "APPROVED")));

    assertThat(lookup(registry, "es")).isEqualTo(new Unlisted());
  }

  @Test
  void configuration_goesBeforeTheCataloguesShape() {
    TemplateDescriptor es = configured("acme", "es", "name");
    TemplateRegistry registry =
        TemplateRegistry.of(directory(es)).with(CATALOGUE, List.of(listed("es", "APPROVED", "1")));

    assertThat(lookup(registry, "es")).isEqualTo(new Known(es));
  }

  @Test
  void catalogueThatDoesNotApprove_goesBeforeConfiguration() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory(configured("acme", "es")))
            .with(CATALOGUE, List.of(listed("es", "PAUSED")));

    assertThat(lookup(registry, "es")).isEqualTo(new NotApproved("PAUSED"));
  }

  @Test
  void newCatalogue_replacesTheOld() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory()).with(CATALOGUE, List.of(listed("es", "APPROVED")));

    assertThat(lookup(registry.with(CATALOGUE, List.of()), "es")).isEqualTo(new Unlisted());
    assertThat(lookup(registry, "es")).isInstanceOf(Known.class);
  }

  @Test
  void newConfiguration_keepsTheCatalogues() {
    TemplateRegistry registry =
        TemplateRegistry.of(directory(configured("acme", "es")))
            .with(CATALOGUE, List.of(listed("en", "APPROVED")))
            .with(directory());

    assertThat(lookup(registry, "es")).isEqualTo(new Unlisted());
    assertThat(lookup(registry, "en")).isInstanceOf(Known.class);
  }
}
