package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.TemplateDescriptor;
import io.campaigndispatch.model.workspace.TemplateDescriptor.ButtonSlot;
import io.campaigndispatch.model.workspace.TemplateDescriptor.HeaderKind;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good file becomes, defaults included, and the files that cannot be read at all. */
class DirectoryFileTest {

  /** INTERFACE.md, section 5, to the letter. */
  private static final String SAMPLE =
      """
      vendors:
        - id: plazbot-main
          type: plazbot              # plazbot | platica | gateway | cloud-api (refused with a clear line until it exists)
          base-url: https://api.plazbot.com   # may have a path; the vendor's path is appended
          dialect: current           # plazbot: current | legacy
          max-in-flight: 256         # per worker
          response-timeout: 10s
        - { id: platica-mx, type: platica, base-url: https://api.platica.mx }
      workspaces:
        - id: acme
          vendor: platica-mx
          vendor-workspace-id: "521234567890"  # plazbot: x-workspace-id and body workspaceId; platica: channelId; gateway: unused; default: id
          credential: env:ACME_TOKEN           # env:NAME | file:/path (trimmed, re-read when it changes) | none; sent as Authorization: Bearer
          throttle: [ { rate: 20, per: 1s, burst: 4 }, { rate: 100000, per: 1d, burst: 100000 } ]
          throttle-group: number-5215550001111 # workspaces that share one ceiling share this name and one throttle under throttle-groups
          weight: 1
          pair-interval: 6s
          contacts: pass
          default-country: MX
          on-uncertain: HOLD
          expires-after: 7d
          retry: { max-attempts: 6 }
      throttle-groups:
        - { id: number-5215550001111, throttle: [ { rate: 80, per: 1s } ] }
      templates:
        - { workspace: acme, name: order_shipped, language: es, header: image, body-params: [customerName, orderId], buttons: [ { index: 0, type: url } ] }
      """;

  private static final String DEFAULTS =
      """
      vendors:
        - { id: gw, type: gateway, base-url: "http://127.0.0.1:8090/gateway/" }
      workspaces:
        - { id: plain, vendor: gw, credential: none }
      """;

  @TempDir private Path folder;

  @Test
  void vendorsFaultPolicy_isRead() {
    Directory directory =
        loaded(
            """
            vendors:
              - id: gw
                type: gateway
                base-url: "http://127.0.0.1:8090/gateway/"
                on-bad-gateway: retry
                on-marketing-limit: retry
                breaker: { calls: 20, failures: 80, within: 30s, open: 10s, open-on-tls: 1m }
            workspaces: []
            """);

    assertThat(faultsOf("gw", directory))
        .isEqualTo(
            new FaultPolicy(
                FaultPolicy.OnBadGateway.RETRY,
                FaultPolicy.OnMarketingLimit.RETRY,
                new BreakerPolicy(
                    20,
                    80,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1))));
    assertThat(faultsOf("gw", loaded(DEFAULTS))).isEqualTo(FaultPolicy.STANDARD);
  }

  private static FaultPolicy faultsOf(String vendorId, Directory directory) {
    return Objects.requireNonNull(directory.vendors().get(vendorId)).faults();
  }

  @Test
  void sampleOfTheInterface_isRead() {
    Directory directory = loaded(SAMPLE);

    assertThat(directory.vendors())
        .containsOnlyKeys("plazbot-main", "platica-mx")
        .containsEntry(
            "plazbot-main",
            new Vendor(
                "plazbot-main",
                VendorType.PLAZBOT,
                URI.create("https://api.plazbot.com"),
                Vendor.Dialect.CURRENT,
                256,
                Duration.ofSeconds(10),
                1));
    assertThat(directory.workspace("acme"))
        .isEqualTo(
            new Workspace(
                "acme",
                "platica-mx",
                "521234567890",
                new CredentialRef.Env("ACME_TOKEN"),
                List.of(
                    new Bandwidth(20, Duration.ofSeconds(1), 4),
                    new Bandwidth(100_000, Duration.ofDays(1), 100_000)),
                "number-5215550001111",
                1,
                Duration.ofSeconds(6),
                ContactPolicy.PASS,
                "MX",
                OnUncertain.HOLD,
                Duration.ofDays(7),
                6));
    assertThat(directory.throttleGroups())
        .containsOnlyKeys("number-5215550001111")
        .containsEntry(
            "number-5215550001111", List.of(new Bandwidth(80, Duration.ofSeconds(1), 8)));
    assertThat(directory.templates())
        .containsExactly(
            new TemplateDescriptor(
                "acme",
                "order_shipped",
                "es",
                HeaderKind.IMAGE,
                List.of("customerName", "orderId"),
                List.of(new ButtonSlot(0, Button.Type.URL))));
  }

  @Test
  void vendorKeysLeftOut_takeTheirDefaults() {
    assertThat(loaded(DEFAULTS).vendors())
        .containsEntry(
            "gw",
            new Vendor(
                "gw",
                VendorType.GATEWAY,
                URI.create("http://127.0.0.1:8090/gateway"),
                Vendor.Dialect.CURRENT,
                256,
                Duration.ofSeconds(10),
                1));
  }

  @Test
  void workspaceKeysLeftOut_takeTheirDefaults() {
    assertThat(loaded(DEFAULTS).workspace("plain"))
        .isEqualTo(
            new Workspace(
                "plain",
                "gw",
                "plain",
                new CredentialRef.None(),
                List.of(),
                null,
                1,
                null,
                ContactPolicy.PASS,
                null,
                null,
                Duration.ofDays(7),
                6));
  }

  @Test
  void burstLeftOut_isWhat100MsEarnButAtLeast1() {
    Directory directory =
        loaded(
            DEFAULTS
                + """
                throttle-groups:
                  - id: g
                    throttle: [ { rate: 250, per: 1s }, { rate: 3, per: 1s }, { rate: 600, per: 1m } ]
                """);

    assertThat(directory.throttleGroups().get("g"))
        .extracting(Bandwidth::burst)
        .containsExactly(25L, 1L, 1L);
  }

  @Test
  void countryNO_isNorwayAndNotFalse() {
    assertThat(loaded(DEFAULTS.replace("none }", "none, default-country: NO }")).workspace("plain"))
        .extracting(Workspace::defaultCountry)
        .isEqualTo("NO");
  }

  @Test
  void vendorWorkspaceIdWithoutQuotes_keepsItsLeadingZero() {
    assertThat(
            loaded(DEFAULTS.replace("none }", "none, vendor-workspace-id: 0521 }"))
                .workspace("plain"))
        .extracting(Workspace::vendorWorkspaceId)
        .isEqualTo("0521");
  }

  @Test
  void credentialInAFile_keepsItsPath() {
    assertThat(loaded(DEFAULTS.replace("none", "file:/run/secrets/acme")).workspace("plain"))
        .extracting(Workspace::credential)
        .isEqualTo(new CredentialRef.File("/run/secrets/acme"));
  }

  @Test
  void legacyDialectAndSeveralRecipients_areRead() {
    Directory directory =
        loaded(
            """
            vendors:
              - { id: a, type: plazbot, base-url: "https://a.example", dialect: legacy }
              - { id: b, type: gateway, base-url: "https://b.example", max-recipients: 50 }
            workspaces: []
            """);

    assertThat(directory.vendors().get("a"))
        .extracting(Vendor::dialect)
        .isEqualTo(Vendor.Dialect.LEGACY);
    assertThat(directory.vendors().get("b")).extracting(Vendor::maxRecipients).isEqualTo(50);
  }

  @Test
  void fileOnDisk_isRead() throws IOException {
    Path file = Files.writeString(folder.resolve("workspaces.yaml"), SAMPLE);

    assertThat(DirectoryFile.read(file)).isEqualTo(new DirectoryResult.Loaded(loaded(SAMPLE)));
  }

  @Test
  void byteOrderMarkAndWindowsLineEnds_areRead() {
    assertThat(loaded("\uFEFF" + DEFAULTS.replace("\n", "\r\n"))).isEqualTo(loaded(DEFAULTS));
  }

  @Test
  void fileThatIsNotThere_isNamed() {
    Path file = folder.resolve("workspaces.yaml");

    assertThat(DirectoryFile.read(file))
        .isEqualTo(refused(file + ": expected a YAML file of workspaces, received no such file"));
  }

  @Test
  void folderInsteadOfAFile_isNamed() {
    assertThat(DirectoryFile.read(folder))
        .isEqualTo(refused(folder + ": expected a YAML file of workspaces, received a directory"));
  }

  @Test
  void fileInAnotherEncoding_isNamed() throws IOException {
    Path file = Files.write(folder.resolve("workspaces.yaml"), new byte[] {'a', (byte) 0xff});

    assertThat(DirectoryFile.read(file))
        .isEqualTo(
            refused(
                file
                    + ": expected a YAML file of workspaces, received something that is not"
                    + " UTF-8"));
  }

  private static DirectoryResult refused(String line) {
    return new DirectoryResult.Refused(List.of(line));
  }

  private static Directory loaded(String yaml) {
    return switch (DirectoryFile.read("workspaces.yaml", yaml)) {
      case DirectoryResult.Loaded(Directory directory) -> directory;
      case DirectoryResult.Refused(List<String> mistakes) -> throw new AssertionError(mistakes);
    };
  }
}
