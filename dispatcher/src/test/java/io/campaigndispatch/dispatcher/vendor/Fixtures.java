package io.campaigndispatch.dispatcher.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ready-made requests, workspaces and replies. */
public final class Fixtures {

  private static final JsonMapper JSON = new JsonMapper();

  private Fixtures() {}

  /** A vendor at https://vendor.example/base/. */
  public static Vendor vendor(VendorType type, Dialect dialect) {
    return new Vendor(
        "v1",
        type,
        URI.create("https://vendor.example/base/"),
        dialect,
        8,
        Duration.ofSeconds(10),
        50);
  }

  public static Vendor vendor(VendorType type) {
    return vendor(type, Dialect.CURRENT);
  }

  public static Workspace workspace(String vendorWorkspaceId, ContactPolicy contacts) {
    return new Workspace(
        "acme",
        "v1",
        vendorWorkspaceId,
        new CredentialRef.Env("TOKEN"),
        List.of(),
        null,
        1,
        null,
        contacts,
        null,
        null,
        Duration.ofDays(7),
        6);
  }

  /** A request in campaign {@code campaignId}, or in none. */
  public static SendRequest request(
      @Nullable String recipient, @Nullable String campaignId, Message message) {
    return request(recipient, campaignId, message, null, null);
  }

  public static SendRequest request(
      @Nullable String recipient,
      @Nullable String campaignId,
      Message message,
      @Nullable Contact contact,
      @Nullable Long vendorRequestId) {
    return new SendRequest(
        "r1",
        "acme",
        campaignId,
        SendType.API,
        Priority.NORMAL,
        recipient == null ? null : new PhoneNumber(recipient),
        message,
        contact,
        null,
        null,
        null,
        Map.of(),
        vendorRequestId);
  }

  public static TemplateMessage template(
      String name, @Nullable Header header, List<Parameter> body, Button... buttons) {
    return new TemplateMessage(name, null, header, body, List.of(buttons));
  }

  public static Header media(Header.MediaType type, String url, @Nullable String fileName) {
    return new Header.Media(type, URI.create(url), fileName);
  }

  /** Values without names. */
  public static List<Parameter> unnamed(String... values) {
    return List.of(values).stream().map(value -> new Parameter(null, value)).toList();
  }

  public static HttpReply.Answered reply(int status, String body) {
    return reply(status, Map.of(), body);
  }

  public static HttpReply.Answered reply(int status, Map<String, String> headers, String body) {
    return new HttpReply.Answered(status, headers, body.getBytes(StandardCharsets.UTF_8), false);
  }

  public static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  public static JsonNode json(HttpCall call) {
    return JSON.readTree(call.body());
  }

  /** The call of an encoding that must be one. */
  public static HttpCall call(Encoding encoding) {
    assertThat(encoding).isInstanceOf(Encoding.Encoded.class);
    return ((Encoding.Encoded) encoding).call();
  }

  /** The failure of an encoding that must be refused. */
  public static Failure refusal(Encoding encoding) {
    assertThat(encoding).isInstanceOf(Encoding.Unsupported.class);
    return ((Encoding.Unsupported) encoding).failure();
  }

  /** The failure of a verdict that must have one. */
  public static Failure failure(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _, Verdict.NotWritten _ -> throw new AssertionError(verdict);
      case Verdict.Retry retry -> retry.failure();
      case Verdict.RetryHeld held -> held.retry().failure();
      case Verdict.Throttled throttled -> throttled.failure();
      case Verdict.Hold hold -> hold.failure();
      case Verdict.Rejected rejected -> rejected.failure();
      case Verdict.Uncertain uncertain -> uncertain.failure();
    };
  }
}
