package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running worker, and holds each answer against what the document says of its operation. */
final class HttpAnswers implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiDocument document;
  private final URI worker;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> left = new TreeSet<>();

  HttpAnswers(ApiDocument document, URI worker) {
    this.document = document;
    this.worker = worker;
    document
        .root()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    one -> {
                      if (one.has("operationId")) {
                        left.add(one.path("operationId").asString());
                      }
                    }));
  }

  /** Operations that were not asked for successfully yet. */
  Set<String> operationsLeft() {
    return left;
  }

  JsonNode get(String path, int expected) throws IOException, InterruptedException {
    return answer(request(path).GET(), expected);
  }

  JsonNode getFromAPage(String path, int expected) throws IOException, InterruptedException {
    return answer(request(path).header("Origin", "https://example.com").GET(), expected);
  }

  JsonNode post(String path, int expected) throws IOException, InterruptedException {
    return answer(request(path).POST(BodyPublishers.noBody()), expected);
  }

  JsonNode post(String path, String json, int expected) throws IOException, InterruptedException {
    return answer(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)),
        expected);
  }

  JsonNode postFromAPage(String path, int expected) throws IOException, InterruptedException {
    return answer(
        request(path).header("Origin", "https://example.com").POST(BodyPublishers.noBody()),
        expected);
  }

  /** Of something that the document does not have. */
  int status(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(worker + path));
  }

  private JsonNode answer(HttpRequest.Builder builder, int expected)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    String what = request.method() + " " + request.uri().getRawPath() + ": " + answer.body();
    assertThat(answer.statusCode()).as(what).isEqualTo(expected);
    JsonNode operation = operation(request);
    JsonNode response =
        document.resolved(operation.path("responses").path(Integer.toString(expected)));
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode content = response.path("content").path(type);
    assertThat(content.isMissingNode()).as(what + " " + type).isFalse();
    JsonNode body =
        type.endsWith("json")
            ? JSON.readTree(answer.body())
            : JSON.getNodeFactory().stringNode(answer.body());
    assertThat(document.problems(content.path("schema"), body)).as(what).isEmpty();
    if (expected < 300) {
      left.remove(operation.path("operationId").asString());
    }
    return body;
  }

  /** The one whose path has the fewest parameters of those that match. */
  private JsonNode operation(HttpRequest request) {
    String asked = request.uri().getRawPath();
    String path =
        document.root().path("paths").propertyNames().stream()
            .filter(known -> asked.matches(known.replaceAll("\\{[^}]+}", "[^/]+")))
            .min((one, other) -> Long.compare(parameters(one), parameters(other)))
            .orElseThrow(() -> new AssertionError(asked + ": no such path in " + document.file()));
    String method = request.method().toLowerCase(Locale.ROOT);
    return document.root().path("paths").path(path).path(method);
  }

  private static long parameters(String path) {
    return path.chars().filter(c -> c == '{').count();
  }

  @Override
  public void close() {
    client.close();
  }
}
