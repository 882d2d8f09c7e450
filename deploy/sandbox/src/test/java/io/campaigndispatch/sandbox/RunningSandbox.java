package io.campaigndispatch.sandbox;

import io.campaigndispatch.sandbox.catalogue.CatalogueFile;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import io.campaigndispatch.sandbox.ledger.Call;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/** A sandbox on a free port for each test, with a clock that stands still and a client. */
public final class RunningSandbox implements BeforeEachCallback, AfterEachCallback, InstantSource {
  public static final Instant START = Instant.parse("2026-11-20T12:00:00.250Z");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final UnaryOperator<SandboxSettings> settings;
  private @Nullable Sandbox sandbox;
  private Instant now = START;

  private RunningSandbox(UnaryOperator<SandboxSettings> settings) {
    this.settings = settings;
  }

  public static RunningSandbox open() {
    return new RunningSandbox(given -> given);
  }

  public static RunningSandbox with(UnaryOperator<SandboxSettings> settings) {
    return new RunningSandbox(settings);
  }

  public static RunningSandbox configured(TemplatePolicy policy, String yaml) {
    return with(given -> given.withCatalogue(CatalogueFile.parse("test.yaml", yaml, policy)));
  }

  /** A reply as it came. */
  public record Reply(int status, HttpHeaders headers, String text) {
    public JsonNode json() {
      return Json.mapper().readTree(text);
    }

    public @Nullable String header(String name) {
      return headers.firstValue(name).orElse(null);
    }

    /** The text at a JSON pointer. */
    public String at(String pointer) {
      return json().at(pointer).asString("");
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    now = START;
    sandbox =
        Sandbox.start(settings.apply(SandboxSettings.defaults()), this, new SplittableRandom(42));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    sandbox().close();
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  public Sandbox sandbox() {
    Sandbox running = sandbox;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  public List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    sandbox().calls().forEach(calls::add);
    return calls;
  }

  public Reply plazbot(String path, String body) {
    String workspace =
        ParsedBody.of(body.getBytes(StandardCharsets.UTF_8))
            .fields()
            .path("workspaceId")
            .asString("acme");
    return post("/plazbot" + path, body, "x-workspace-id", workspace);
  }

  public Reply platica(String body) {
    return post("/platica/v1/messages/template", body, "Authorization", "Bearer pl_key_1");
  }

  public Reply gateway(String path, String body) {
    return post("/gateway/api/whatsapp" + path, body, "Authorization", "Bearer YOUR_TOKEN");
  }

  /** A JSON POST with further headers (name, value, …). */
  public Reply post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public Reply get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public Reply delete(String path) {
    return send(request(path).DELETE().build());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(sandbox().uri().resolve(path)).timeout(Duration.ofSeconds(10));
  }

  /** Sends a request; a connection that breaks is an UncheckedIOException. */
  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
