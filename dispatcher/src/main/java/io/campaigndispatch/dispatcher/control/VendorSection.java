package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.BreakerPolicy;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of {@code vendors}. */
final class VendorSection {

  private static final String TYPES = Section.choices(VendorType.values(), true);
  private static final String URL =
      "an http or https URL without user, query and fragment, such as https://api.example.com";
  private static final int MOST_IN_FLIGHT = 100_000;
  private static final int MOST_RECIPIENTS = 50;
  private static final Duration LONGEST_BREAK = Duration.ofHours(1);

  private VendorSection() {}

  static Optional<Vendor> read(Section section, DirectoryFile.Ids ids, Mistakes mistakes) {
    int before = mistakes.count();
    String id = ids.take(section);
    VendorType type = type(section);
    URI baseUrl = baseUrl(section);
    Vendor.Dialect dialect = section.choice("dialect", Vendor.Dialect.class, true);
    if (dialect != null && type != null && type != VendorType.PLAZBOT) {
      section.refuse("dialect", "the key only where type is plazbot", shown(section, "dialect"));
    }
    int maxInFlight = (int) section.number("max-in-flight", 1, MOST_IN_FLIGHT, 256);
    Duration timeout =
        section.duration("response-timeout", Duration.ofMillis(1), Duration.ofMinutes(10));
    int maxRecipients = (int) section.number("max-recipients", 1, MOST_RECIPIENTS, 1);
    if (section.value("max-recipients") != null && type != null && type != VendorType.GATEWAY) {
      section.refuse(
          "max-recipients", "the key only where type is gateway", shown(section, "max-recipients"));
    }
    FaultPolicy faults = faults(section);
    section.close();
    if (mistakes.count() > before || id == null || type == null || baseUrl == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Vendor(
            id,
            type,
            baseUrl,
            dialect == null ? Vendor.Dialect.CURRENT : dialect,
            maxInFlight,
            timeout == null ? Duration.ofSeconds(10) : timeout,
            maxRecipients,
            faults));
  }

  private static FaultPolicy faults(Section section) {
    FaultPolicy usual = FaultPolicy.STANDARD;
    var onBadGateway = section.choice("on-bad-gateway", FaultPolicy.OnBadGateway.class, true);
    var onMarketingLimit =
        section.choice("on-marketing-limit", FaultPolicy.OnMarketingLimit.class, true);
    return new FaultPolicy(
        onBadGateway == null ? usual.onBadGateway() : onBadGateway,
        onMarketingLimit == null ? usual.onMarketingLimit() : onMarketingLimit,
        breaker(section.section("breaker")));
  }

  private static BreakerPolicy breaker(@Nullable Section section) {
    BreakerPolicy usual = BreakerPolicy.STANDARD;
    if (section == null) {
      return usual;
    }
    Duration within = section.duration("within", Duration.ofSeconds(1), LONGEST_BREAK);
    Duration open = section.duration("open", Duration.ofMillis(100), LONGEST_BREAK);
    Duration openOnTls = section.duration("open-on-tls", Duration.ofMillis(100), LONGEST_BREAK);
    BreakerPolicy policy =
        new BreakerPolicy(
            (int) section.number("calls", 1, MOST_IN_FLIGHT, usual.calls()),
            (int) section.number("failures", 1, 100, usual.failures()),
            within == null ? usual.within() : within,
            open == null ? usual.open() : open,
            openOnTls == null ? usual.openOnTls() : openOnTls);
    section.close();
    return policy;
  }

  private static @Nullable VendorType type(Section section) {
    YamlNode value = section.value("type");
    if (value == null) {
      section.missing("type", TYPES);
    }
    if (value instanceof YamlNode.Scalar scalar && scalar.text().equals("cloud-api")) {
      section.refuse("type", TYPES + " (cloud-api is not supported yet)", scalar);
      return null;
    }
    return section.choice("type", VendorType.class, true);
  }

  private static @Nullable URI baseUrl(Section section) {
    String text = section.required("base-url", URL);
    if (text == null) {
      return null;
    }
    try {
      // The vendor's path is appended and starts with a slash itself.
      URI url = new URI(text.replaceAll("/+$", ""));
      if (("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
          && url.getHost() != null
          && url.getPort() <= 65_535
          && url.getPort() != 0
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException notAUrl) {
      // Reported below, like every other text that is no base URL.
    }
    // A user or a query may be a secret.
    boolean open = text.indexOf('@') < 0 && text.indexOf('?') < 0;
    section.refuse("base-url", URL, open ? Mistakes.quoted(text) : "a value not shown here");
    return null;
  }

  private static String shown(Section section, String key) {
    YamlNode value = section.value(key);
    return value == null ? "nothing" : Mistakes.shown(value);
  }
}
