package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of {@code workspaces}. */
final class WorkspaceSection {

  private static final String CREDENTIAL = "env:NAME, file:/path or none";
  private static final Pattern ENV = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern FILE = Pattern.compile("file:(\\S.*)");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final int HEAVIEST = 10_000;
  private static final int MOST_ATTEMPTS = 100;
  private static final int DEFAULT_ATTEMPTS = 6;
  private static final Duration DEFAULT_EXPIRY = Duration.ofDays(7);

  private WorkspaceSection() {}

  /**
   * @param id null when it has none that can be used, which is reported already
   * @param under what stands where a key is absent; null: the defaults, and keys that are required
   */
  static Optional<Workspace> read(
      Section section,
      @Nullable String id,
      @Nullable Workspace under,
      Set<String> vendors,
      Set<String> groups,
      Mistakes mistakes) {
    int before = mistakes.count();
    if (under == null && section.value("vendor") == null) {
      section.missing("vendor", "the id of one of vendors");
    }
    String vendor = section.reference("vendor", "one of vendors", vendors);
    String vendorWorkspaceId = section.text("vendor-workspace-id");
    CredentialRef credential = credential(section, under);
    List<Bandwidth> throttle = ThrottleSection.read(section);
    boolean throttled = section.value("throttle") != null;
    String group = section.reference("throttle-group", "one of throttle-groups", groups);
    int weight = (int) section.number("weight", 1, HEAVIEST, under == null ? 1 : under.weight());
    Duration pairInterval =
        section.duration("pair-interval", Duration.ofMillis(1), Duration.ofDays(1));
    ContactPolicy contacts = section.choice("contacts", ContactPolicy.class, true);
    String country = country(section);
    OnUncertain onUncertain = section.choice("on-uncertain", OnUncertain.class, false);
    Duration expiresAfter =
        section.duration("expires-after", Duration.ofSeconds(1), Duration.ofDays(366));
    int maxAttempts = maxAttempts(section, under == null ? DEFAULT_ATTEMPTS : under.maxAttempts());
    section.close();
    Workspace base = under;
    if (base == null && id != null && vendor != null && credential != null) {
      base = standard(id, vendor, credential);
    }
    if (mistakes.count() > before || id == null || base == null || credential == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Workspace(
            id,
            orElse(vendor, base.vendorId()),
            orElse(vendorWorkspaceId, base.vendorWorkspaceId()),
            credential,
            throttled ? throttle : base.throttle(),
            group == null ? base.throttleGroup() : group,
            weight,
            pairInterval == null ? base.pairInterval() : pairInterval,
            orElse(contacts, base.contacts()),
            country == null ? base.defaultCountry() : country,
            onUncertain == null ? base.onUncertain() : onUncertain,
            orElse(expiresAfter, base.expiresAfter()),
            maxAttempts));
  }

  /** One that says no more than it must. */
  private static Workspace standard(String id, String vendor, CredentialRef credential) {
    return new Workspace(
        id,
        vendor,
        id,
        credential,
        List.of(),
        null,
        1,
        null,
        ContactPolicy.PASS,
        null,
        null,
        DEFAULT_EXPIRY,
        DEFAULT_ATTEMPTS);
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  /** What is wrong is not shown: it may be the secret itself, pasted in. */
  private static @Nullable CredentialRef credential(Section section, @Nullable Workspace under) {
    YamlNode value = section.value("credential");
    if (value == null && under != null) {
      return under.credential();
    }
    if (value == null) {
      section.missing("credential", CREDENTIAL);
      return null;
    }
    if (value instanceof YamlNode.Scalar scalar) {
      Matcher env = ENV.matcher(scalar.text());
      if (env.matches()) {
        return new CredentialRef.Env(env.group(1));
      }
      Matcher file = FILE.matcher(scalar.text());
      if (file.matches()) {
        return new CredentialRef.File(file.group(1));
      }
      if (scalar.text().equals("none")) {
        return new CredentialRef.None();
      }
    }
    section.refuse("credential", CREDENTIAL, "a value not shown here");
    return null;
  }

  private static @Nullable String country(Section section) {
    String text = section.text("default-country");
    if (text == null) {
      return null;
    }
    String code = text.toUpperCase(Locale.ROOT);
    if (COUNTRIES.contains(code)) {
      return code;
    }
    section.refuse(
        "default-country", "a country code of ISO 3166-1 such as MX", Mistakes.quoted(text));
    return null;
  }

  private static int maxAttempts(Section section, int otherwise) {
    Section retry = section.section("retry");
    if (retry == null) {
      return otherwise;
    }
    int maxAttempts = (int) retry.number("max-attempts", 1, MOST_ATTEMPTS, otherwise);
    retry.close();
    return maxAttempts;
  }
}
