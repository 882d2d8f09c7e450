package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.checks.CodeBlocks.Block;
import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What a stranger copies from the README works. */
class ReadmeTest {

  private static final String SPANISH = "README.es.md";

  private static final Pattern RECORD = Pattern.compile("echo '([^|']+)\\|(\\{[^']+})' \\|");

  private static final Pattern CODE = Pattern.compile("(?<!`)`[^`\\n]+`(?!`)");

  private final Directory directory = directory();

  private static Directory directory() {
    String yaml =
        CodeBlocks.of("README.md").stream()
            .filter(block -> block.language().equals("yaml"))
            .findFirst()
            .orElseThrow()
            .text();
    return ((DirectoryResult.Loaded) DirectoryFile.read("README.md", yaml)).directory();
  }

  private SendRequest firstRequest() {
    for (Block block : CodeBlocks.of("README.md")) {
      Matcher typed = RECORD.matcher(block.text());
      if (typed.find()) {
        Decoded decoded =
            new RequestDecoder(WorkspaceFacts.of(() -> directory))
                .decode(
                    typed.group(1).getBytes(StandardCharsets.UTF_8),
                    typed.group(2).getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Instant.now());
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        Decoded.Valid valid = (Decoded.Valid) decoded;
        assertThat(valid.request().workspaceId()).isEqualTo(typed.group(1));
        assertThat(valid.unknownFields()).isZero();
        return valid.request();
      }
    }
    throw new AssertionError("README.md: no record for the console producer");
  }

  @Test
  void firstRequest_toTheSandboxInPlaceOfItsVendor_isAccepted()
      throws IOException, InterruptedException {
    SendRequest request = firstRequest();
    Workspace workspace = Objects.requireNonNull(directory.workspace(request.workspaceId()));
    Vendor real = directory.vendorOf(workspace);
    String name = real.type().name();
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.defaults())) {
      URI base = sandbox.uri(io.campaigndispatch.sandbox.wire.Vendor.valueOf(name));
      Vendor vendor =
          new Vendor(
              real.id(),
              real.type(),
              base,
              real.dialect(),
              real.maxInFlight(),
              real.responseTimeout(),
              real.maxRecipients());
      Encoding encoding =
          new Vendors(_ -> {}).adapter(vendor.type()).encode(vendor, workspace, List.of(request));

      assertThat(encoding).isInstanceOf(Encoding.Encoded.class);
      HttpResponse<String> reply = send(((Encoding.Encoded) encoding).call());
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }
  }

  @Test
  void readmeInSpanish_hasTheSameCodeBlocksCodeAndLinks() {
    assertThat(CodeBlocks.of(SPANISH)).isNotEmpty().isEqualTo(CodeBlocks.of("README.md"));
    assertThat(code(SPANISH)).isEqualTo(code("README.md"));
    assertThat(links(SPANISH)).isEqualTo(links("README.md"));
    assertThat(headings(SPANISH)).isEqualTo(headings("README.md"));
  }

  /** Names and values within the text. */
  private static List<String> code(String file) {
    return CODE.matcher(Repository.text(file)).results().map(MatchResult::group).toList();
  }

  /** From the top, without those that lead from one language to the other. */
  private static List<String> links(String file) {
    Path folder = Objects.requireNonNullElse(Path.of(file).getParent(), Path.of(""));
    return Links.of(file).stream()
        .map(link -> link.contains(":") ? link : folder.resolve(link).normalize().toString())
        .filter(link -> !link.contains("README"))
        .toList();
  }

  private static long headings(String file) {
    return Repository.text(file).lines().filter(line -> line.startsWith("## ")).count();
  }

  private static HttpResponse<String> send(HttpCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .header("Authorization", "Bearer any")
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
    call.headers().forEach(request::header);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
