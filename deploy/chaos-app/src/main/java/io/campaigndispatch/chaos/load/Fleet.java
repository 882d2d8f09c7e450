package io.campaigndispatch.chaos.load;

import io.campaigndispatch.chaos.load.Tenant.Limit;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The workspaces of every run: all vendors, throttled in every way, and not at all. */
public final class Fleet {

  /** Shorter than it takes the suite to give up, longer than the latencies it injects. */
  private static final int RESPONSE_TIMEOUT_SECONDS = 3;

  private static final String GROUP = "one-number";
  private static final Limit OF_GROUP = new Limit(12, 1, 4);

  /** Platica's own ceiling, which no file names. */
  private static final Limit PLATICA_KEY = new Limit(29, 1, 1);

  private static final List<Tenant> TENANTS =
      List.of(
          tenant("acme", Vendor.PLAZBOT, Form.TEXT, 7, new Limit(20, 1, 2)),
          tenant("bodega", Vendor.PLAZBOT, Form.TEXT, 8),
          tenant(
              "cafeteria",
              Vendor.PLAZBOT,
              Form.TEXT,
              2,
              new Limit(10, 1, 1),
              new Limit(300, 60, 30)),
          grouped("dentista", Vendor.PLAZBOT),
          tenant("escuela", Vendor.PLATICA, Form.TEMPLATE, 8),
          tenant("farmacia", Vendor.GATEWAY, Form.TEMPLATE, 5, new Limit(15, 1, 5)),
          grouped("gimnasio", Vendor.GATEWAY),
          tenant("hotel", Vendor.GATEWAY, Form.TEXT, 8));

  private Fleet() {}

  private static Tenant tenant(
      String id, Vendor vendor, Form form, double demand, Limit... throttle) {
    return new Tenant(id, vendor, form, List.of(throttle), null, demand);
  }

  private static Tenant grouped(String id, Vendor vendor) {
    return new Tenant(id, vendor, Form.TEXT, List.of(), GROUP, 2);
  }

  static List<Tenant> tenants() {
    return TENANTS;
  }

  /** Every limit there is. */
  public static List<Ceiling> ceilings() {
    List<Ceiling> ceilings = new ArrayList<>();
    Set<String> group = new HashSet<>();
    for (Tenant tenant : TENANTS) {
      for (Limit limit : tenant.throttle()) {
        ceilings.add(ceiling(tenant.id() + " " + limit.yaml(), Set.of(tenant.id()), limit));
      }
      if (tenant.group() != null) {
        group.add(tenant.id());
      }
      if (tenant.vendor() == Vendor.PLATICA) {
        ceilings.add(ceiling("key of " + tenant.id(), Set.of(tenant.id()), PLATICA_KEY));
      }
    }
    ceilings.add(ceiling("group " + GROUP, group, OF_GROUP));
    return ceilings;
  }

  private static Ceiling ceiling(String name, Set<String> workspaces, Limit limit) {
    return new Ceiling(name, workspaces, limit.perSecond(), limit.burst());
  }

  /** What a dispatcher's environment must hold: the credentials. */
  public static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    TENANTS.forEach(tenant -> environment.put(variable(tenant), "token-of-" + tenant.id()));
    return environment;
  }

  /** The workspaces file. */
  public static String yaml(Function<Vendor, URI> baseUrl) {
    StringBuilder yaml = new StringBuilder("vendors:\n");
    for (Vendor vendor : Vendor.values()) {
      yaml.append(
          "  - { id: %1$s, type: %1$s, base-url: \"%2$s\", max-in-flight: 16, response-timeout: %3$ds }%n"
              .formatted(vendor.wireName(), baseUrl.apply(vendor), RESPONSE_TIMEOUT_SECONDS));
    }
    yaml.append("workspaces:\n");
    for (Tenant tenant : TENANTS) {
      yaml.append(
          "  - { id: %s, vendor: %s, credential: \"env:%s\", retry: { max-attempts: 6 }%s%s }%n"
              .formatted(
                  tenant.id(),
                  tenant.vendor().wireName(),
                  variable(tenant),
                  tenant.throttle().isEmpty()
                      ? ""
                      : ", throttle: "
                          + tenant.throttle().stream()
                              .map(Limit::yaml)
                              .collect(Collectors.joining(", ", "[ ", " ]")),
                  tenant.group() == null ? "" : ", throttle-group: " + tenant.group()));
    }
    yaml.append("throttle-groups:\n");
    yaml.append("  - { id: %s, throttle: [ %s ] }%n".formatted(GROUP, OF_GROUP.yaml()));
    return yaml.toString();
  }

  private static String variable(Tenant tenant) {
    return "CHAOS_" + tenant.id().toUpperCase(Locale.ROOT);
  }
}
