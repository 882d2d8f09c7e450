package io.campaigndispatch.sandbox.catalogue;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the vendors know and which templates they have. Immutable.
 *
 * <p>Without declared tenants every workspace and every token is taken, except workspaces whose id
 * is a {@link MagicName}; with at least one declared, only those exist.
 */
public final class Catalogue {
  private final List<Tenant> tenants;
  private final List<Template> templates;
  private final TemplatePolicy policy;
  private final UnknownTemplateAnswer unknownTemplate;
  private final Map<TenantKey, Tenant> byId = new HashMap<>();
  private final Map<TenantKey, List<Tenant>> byToken = new HashMap<>();
  private final Map<String, List<Template>> byName = new HashMap<>();

  private record TenantKey(Vendor vendor, String value) {
    /** The value may be a token. */
    @Override
    public String toString() {
      return "TenantKey[" + vendor + "]";
    }
  }

  /**
   * @param tenants the known customers; none means that any is taken
   * @param templates the known templates; of two for the same vendor, workspace, name and language
   *     the later one counts
   */
  public Catalogue(
      List<Tenant> tenants,
      List<Template> templates,
      TemplatePolicy policy,
      UnknownTemplateAnswer unknownTemplate) {
    this.tenants = List.copyOf(tenants);
    this.templates = List.copyOf(templates);
    this.policy = policy;
    this.unknownTemplate = unknownTemplate;
    for (Tenant tenant : this.tenants) {
      byId.put(new TenantKey(tenant.vendor(), tenant.id()), tenant);
      String token = tenant.token();
      if (token != null) {
        byToken
            .computeIfAbsent(new TenantKey(tenant.vendor(), token), key -> new ArrayList<>())
            .add(tenant);
      }
    }
    for (Template template : this.templates) {
      byName.computeIfAbsent(template.name(), name -> new ArrayList<>()).addFirst(template);
    }
  }

  /** Any tenant, and the templates of the vendors' documents. */
  public static Catalogue builtIn(TemplatePolicy policy) {
    return new Catalogue(List.of(), BuiltInTemplates.all(), policy, UnknownTemplateAnswer.RESULTS);
  }

  /** The same catalogue under another policy. */
  public Catalogue with(TemplatePolicy other) {
    return new Catalogue(tenants, templates, other, unknownTemplate);
  }

  /** Whether any tenant is taken because none is declared. */
  public boolean isOpen() {
    return tenants.isEmpty();
  }

  /** How the gateway reports an unknown template. */
  public UnknownTemplateAnswer unknownTemplate() {
    return unknownTemplate;
  }

  /** The tenant of that id, if it exists. */
  public Optional<Tenant> tenant(Vendor vendor, String id) {
    if (!isOpen()) {
      return Optional.ofNullable(byId.get(new TenantKey(vendor, id)));
    }
    return MagicName.isMissing(id)
        ? Optional.empty()
        : Optional.of(new Tenant(vendor, id, null, null, null));
  }

  /**
   * The declared tenants that share a token; none when the token is unknown or the catalogue is
   * open.
   */
  public List<Tenant> tenantsWithToken(Vendor vendor, String token) {
    return byToken.getOrDefault(new TenantKey(vendor, token), List.of());
  }

  /**
   * Looks a template up.
   *
   * @param language null where the vendor's contract has none; the latest of that name then counts
   */
  public TemplateLookup lookup(
      Vendor vendor, @Nullable String workspace, String name, @Nullable String language) {
    boolean nameKnown = false;
    for (Template template : byName.getOrDefault(name, List.of())) {
      if (template.isOf(vendor, workspace)) {
        nameKnown = true;
        if (language == null || template.language().equals(language)) {
          return switch (template.status()) {
            case APPROVED -> new TemplateLookup.Known(template);
            case PENDING, REJECTED -> new TemplateLookup.Missing();
            case PAUSED, DISABLED -> new TemplateLookup.Stopped(template.status());
          };
        }
      }
    }
    return nameKnown || policy == TemplatePolicy.STRICT
        ? new TemplateLookup.Missing()
        : MagicName.lookup(name);
  }

  /** All templates a workspace has, approved or not, in the order of their declaration. */
  public List<Template> templatesOf(Vendor vendor, @Nullable String workspace) {
    return templates.stream().filter(template -> template.isOf(vendor, workspace)).toList();
  }
}
