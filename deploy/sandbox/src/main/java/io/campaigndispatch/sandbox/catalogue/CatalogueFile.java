package io.campaigndispatch.sandbox.catalogue;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the catalogue from YAML.
 *
 * <pre>{@code
 * workspaces:                      # at least one here: only these exist
 *   - vendor: platica              # plazbot | platica | gateway
 *     id: "5215550001111"          # x-workspace-id, channel, or a name for the ledger
 *     token: secret                # platica and gateway: required; plazbot: only if it must be shown
 *     rate: { limit: 30, per: 1s } # ms, s, m, h or d; Platica counts per token, 30 per second by default
 *     custom-fields: [placas]      # platica: the contact fields that exist; absent: any
 * templates:                       # beside the built-in ones
 *   - name: order_shipped
 *     vendor: platica              # absent: all vendors
 *     workspace: "5215550001111"   # absent: all workspaces
 *     language: es                 # default es
 *     category: UTILITY            # default UTILITY
 *     status: approved             # approved | pending | rejected | paused | disabled
 *     header: image                # none | text | image | document | video
 *     header-params: [headerImage] # a trailing ? marks one that may be left out (Plazbot)
 *     body: "Hola {{1}}, tu pedido {{2}} va en camino."
 *     body-params: [customerName, orderId]
 *     footer: Tienda
 *     buttons: [ { type: url, text: Ver, dynamic: true } ]
 * gateway: { unknown-template: results } # results (Meta's 132001 per recipient) | not-found | bad-request
 * }</pre>
 */
public final class CatalogueFile {
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;

  private CatalogueFile(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws CatalogueException when it cannot be read or says something wrong
   */
  public static Catalogue read(Path path, TemplatePolicy policy) {
    try {
      return parse(path.toString(), Files.readString(path), policy);
    } catch (IOException e) {
      throw new CatalogueException(
          path + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Reads the text of a file of that name. */
  public static Catalogue parse(String file, String yaml, TemplatePolicy policy) {
    try {
      return new CatalogueFile(file).catalogue(YAML.readTree(yaml), policy);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new CatalogueException(
          file + ": not valid YAML" + (at == null ? "" : " at line " + at.getLineNr()));
    }
  }

  private Catalogue catalogue(JsonNode root, TemplatePolicy policy) {
    FileEntry entry = new FileEntry(file, "", root);
    List<Tenant> tenants = entry.entries("workspaces").stream().map(this::tenant).toList();
    Set<String> seen = new HashSet<>();
    for (Tenant tenant : tenants) {
      if (!seen.add(tenant.vendor() + " " + tenant.id())) {
        throw new CatalogueException(
            file + ": workspaces: " + tenant.id() + " is declared twice for one vendor");
      }
    }
    List<Template> templates = new ArrayList<>(BuiltInTemplates.all());
    entry.entries("templates").forEach(template -> templates.add(template(template)));
    UnknownTemplateAnswer unknown = null;
    FileEntry gateway = entry.entry("gateway");
    if (gateway != null) {
      unknown = gateway.choice("unknown-template", UnknownTemplateAnswer.class);
      gateway.finish();
    }
    entry.finish();
    return new Catalogue(
        tenants, templates, policy, unknown == null ? UnknownTemplateAnswer.RESULTS : unknown);
  }

  private Tenant tenant(FileEntry entry) {
    Vendor vendor = entry.choice("vendor", Vendor.class);
    if (vendor == null) {
      throw entry.wrong("vendor", "one of plazbot, platica, gateway");
    }
    String token = vendor == Vendor.PLAZBOT ? entry.optional("token") : entry.required("token");
    Tenant tenant =
        new Tenant(
            vendor,
            entry.required("id"),
            token,
            rate(entry.entry("rate")),
            entry.has("custom-fields") ? Set.copyOf(entry.texts("custom-fields")) : null);
    entry.finish();
    return tenant;
  }

  private @Nullable RateLimit rate(@Nullable FileEntry entry) {
    if (entry == null) {
      return null;
    }
    String limit = entry.required("limit");
    Matcher per = PERIOD.matcher(entry.required("per"));
    entry.finish();
    if (!limit.matches("\\d{1,6}")) {
      throw entry.wrong("limit", "1 to 100000 messages");
    }
    if (!per.matches()) {
      throw entry.wrong("per", "a period such as 500ms, 1s, 1m, 1h or 1d");
    }
    try {
      return new RateLimit(
          Integer.parseInt(limit), period(Long.parseLong(per.group(1)), per.group(2)));
    } catch (IllegalArgumentException e) {
      throw new CatalogueException(file + ": rate: " + e.getMessage());
    }
  }

  private static Duration period(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private Template template(FileEntry entry) {
    List<TemplateParam> bodyParams = params(entry, "body-params");
    String text = entry.optional("body");
    Template template =
        new Template(
            entry.choice("vendor", Vendor.class),
            entry.optional("workspace"),
            entry.required("name"),
            or(entry.optional("language"), "es"),
            or(entry.optional("category"), "UTILITY"),
            or(entry.choice("status", TemplateStatus.class), TemplateStatus.APPROVED),
            or(entry.choice("header", HeaderKind.class), HeaderKind.NONE),
            params(entry, "header-params"),
            text == null ? placeholders(bodyParams.size()) : text,
            bodyParams,
            entry.optional("footer"),
            entry.entries("buttons").stream().map(this::button).toList());
    entry.finish();
    return template;
  }

  private TemplateButton button(FileEntry entry) {
    ButtonType type = entry.choice("type", ButtonType.class);
    if (type == null) {
      throw entry.wrong("type", "one of url, phone-number, quick-reply, otp");
    }
    TemplateButton button =
        new TemplateButton(
            type, or(entry.optional("text"), type.name()), entry.flag("dynamic", true));
    entry.finish();
    return button;
  }

  private static List<TemplateParam> params(FileEntry entry, String key) {
    return entry.texts(key).stream().map(TemplateParam::of).toList();
  }

  private static String placeholders(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "{{" + i + "}}")
        .collect(Collectors.joining(" "));
  }

  private static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
