package io.campaigndispatch.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Plays every vendor's main call against a sandbox of its own before the real one answers: code
 * that loads while the first calls wait would let them into the ledger late and in a bunch, as if
 * their sender had not kept to its rate.
 */
final class WarmUp {

  private static final int ROUNDS = 150;
  private static final Duration AT_MOST = Duration.ofSeconds(3);

  private WarmUp() {}

  static void run() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    try (Sandbox practice = Sandbox.start(SandboxSettings.defaults());
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int round = 0; round < ROUNDS && System.nanoTime() < deadline; round++) {
        for (Sample sample : SAMPLES) {
          client.send(sample.request(practice.uri()), BodyHandlers.ofByteArray());
        }
      }
    }
  }

  /** A call that its vendor takes. */
  private record Sample(String path, String body) {
    HttpRequest request(URI sandbox) {
      return HttpRequest.newBuilder(URI.create(sandbox + path))
          .timeout(AT_MOST)
          .header("Content-Type", "application/json")
          .header("Authorization", "Bearer warm")
          .header("x-workspace-id", "warm")
          .POST(BodyPublishers.ofString(body))
          .build();
    }
  }

  private static final Sample[] SAMPLES = {
    new Sample(
        "/plazbot/api/message",
        """
        {"workspaceId":"warm","recipientPhone":"5215512345678","content":"warm"}"""),
    new Sample(
        "/plazbot/api/conversation",
        """
        {"workspaceId":"warm","destination":"5215512345678","template":"warm","sendType":"3",\
        "variablesBody":[{"variable":"a","value":"b"}]}"""),
    new Sample(
        "/platica/v1/messages/template",
        """
        {"channelId":"warm","conversationId":"5215512345678",\
        "template":{"name":"warm","params":["a"]}}"""),
    new Sample(
        "/gateway/api/whatsapp/send",
        """
        {"phoneNumber":"+5215512345678","content":"warm"}"""),
    new Sample(
        "/gateway/api/whatsapp/send-template",
        """
        {"templateName":"warm","languageCode":"es","components":[{"type":"body",\
        "parameters":[{"type":"text","text":"a"}]}],"recipients":[{"phoneNumber":"+5215512345678"}]}"""),
  };
}
