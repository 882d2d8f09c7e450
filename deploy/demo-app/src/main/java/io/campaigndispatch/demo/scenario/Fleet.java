package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The workspaces of a campaign, over all vendors, throttled in every way there is: by default
 * burst, by a burst of their own, by two bandwidths, by the minute, by a group, by a key they
 * share, and not at all.
 *
 * @param seconds how long the throttles are meant to make it last, roughly
 * @param group the throttle group's bandwidth
 */
public record Fleet(List<Member> members, int seconds, Bandwidth group) {

  /** The name of the throttle group. */
  static final String GROUP = "number-5215550001111";

  static final String TOKEN_PREFIX = "token-of-";

  /** Fewer have not all vendors among them. */
  public static final int FEWEST = 4;

  /** Platica answers 429 above 30 a second and key; the dispatcher stays below by itself. */
  private static final Bandwidth PLATICA_KEY = new Bandwidth(29, Duration.ofSeconds(1), 1);

  public Fleet {
    members = List.copyOf(members);
  }

  /**
   * Every limit there is. Those of Platica's keys hold although no file names them: the vendor's
   * documentation does.
   */
  public List<Ceiling> ceilings() {
    List<Ceiling> ceilings = new ArrayList<>();
    Map<String, Set<String>> byKey = new LinkedHashMap<>();
    for (Member member : members) {
      for (Bandwidth bandwidth : member.throttle()) {
        ceilings.add(new Ceiling(member.id(), Set.of(member.id()), bandwidth));
      }
      if (member.vendor() == Vendor.PLATICA) {
        byKey.computeIfAbsent(member.token(), _ -> new TreeSet<>()).add(member.id());
      }
    }
    Set<String> grouped =
        members.stream()
            .filter(member -> member.group() != null)
            .map(Member::id)
            .collect(Collectors.toSet());
    if (!grouped.isEmpty()) {
      ceilings.add(new Ceiling("group " + GROUP, grouped, group));
    }
    byKey.forEach(
        (_, ids) ->
            ceilings.add(new Ceiling("key of " + String.join(", ", ids), ids, PLATICA_KEY)));
    return ceilings;
  }

  /** The member of that id. */
  public Member member(String id) {
    return members.stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workspace " + id));
  }

  /** How fast a member may go in the long run; infinite when nothing limits it. */
  public double allowedPerSecond(Member member) {
    return ceilings().stream()
        .filter(ceiling -> ceiling.workspaces().contains(member.id()))
        .mapToDouble(ceiling -> ceiling.bandwidth().perSecond() / ceiling.workspaces().size())
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The names of the files that hold the members' credentials, and what is in them. */
  public Map<String, String> credentials() {
    return members.stream()
        .collect(Collectors.toMap(Fleet::credentialFile, Member::token, (one, _) -> one));
  }

  /**
   * The workspaces file.
   *
   * @param baseUrl of each vendor
   * @param credentials the folder that holds the credentials
   */
  public String yaml(Function<Vendor, URI> baseUrl, Path credentials) {
    StringBuilder yaml = new StringBuilder("vendors:\n");
    for (Vendor vendor : Vendor.values()) {
      yaml.append(vendor.yaml(baseUrl.apply(vendor).toString()));
    }
    yaml.append("workspaces:\n");
    for (Member member : members) {
      yaml.append(
          """
            - id: "%s"
              vendor: %s
              vendor-workspace-id: "%s"
              credential: "file:%s"
              default-country: MX
          """
              .formatted(
                  member.id(),
                  member.vendor().id(),
                  member.vendorWorkspaceId(),
                  credentials.resolve(credentialFile(member))));
      if (!member.throttle().isEmpty()) {
        yaml.append("    throttle: ").append(throttle(member.throttle())).append('\n');
      }
      if (member.group() != null) {
        yaml.append("    throttle-group: ").append(member.group()).append('\n');
      }
    }
    if (members.stream().anyMatch(member -> member.group() != null)) {
      yaml.append(
          "throttle-groups:\n  - { id: %s, throttle: %s }%n"
              .formatted(GROUP, throttle(List.of(group))));
    }
    yaml.append("templates:\n");
    for (Member member : members) {
      yaml.append(
          "  - { workspace: \"%s\", name: %s, language: es, body-params: [nombre, fecha] }%n"
              .formatted(member.id(), Requests.LISTED_TEMPLATE));
    }
    return yaml.toString();
  }

  private static String credentialFile(Member member) {
    return member.token().substring(TOKEN_PREFIX.length()) + ".token";
  }

  private static String throttle(List<Bandwidth> bandwidths) {
    return bandwidths.stream()
        .map(
            bandwidth ->
                "{ rate: %d, per: %dms, burst: %d }"
                    .formatted(bandwidth.rate(), bandwidth.per().toMillis(), bandwidth.burst()))
        .collect(Collectors.joining(", ", "[ ", " ]"));
  }
}
