package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.transport.LocalCredentials;
import io.campaigndispatch.dispatcher.vendor.transport.NettyTransport;
import io.campaigndispatch.dispatcher.vendor.transport.TransportSettings;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the limit does with a record: our transport, then the outcome. */
final class LimitCalls {
  private final Peer peer;
  private final URI conversations;
  private final VendorTransport transport;
  private final KafkaProducer<String, byte[]> producer;

  LimitCalls(Peer peer) {
    this.peer = peer;
    this.conversations = peer.vendor().resolve("/api/conversation");
    this.transport =
        new NettyTransport(
            TransportSettings.standard("bench"),
            new LocalCredentials(System.getenv()::get, System::nanoTime),
            _ -> peer.atOnce());
    this.producer = new KafkaProducer<>(peer.producer());
  }

  /**
   * @param onReply called on a thread of the transport
   */
  void start(byte[] value, OpenOffsets.Entry entry, Runnable onReply) {
    PeerJson.Request request = PeerJson.request(value);
    HttpCall call =
        new HttpCall(
            "vendor",
            "POST",
            conversations,
            Map.of("Content-Type", "application/json", "x-workspace-id", request.workspaceId()),
            PeerJson.conversation(request),
            new CredentialRef.None(),
            Duration.ofSeconds(10));
    transport.send(
        call,
        reply -> {
          onReply.run();
          if (!(reply instanceof HttpReply.Answered answered) || answered.status() != 200) {
            throw new IllegalStateException("the stub did not answer: " + reply);
          }
          var outcome =
              new ProducerRecord<>(
                  peer.backlog().outcomes(),
                  request.workspaceId(),
                  PeerJson.outcome(request, answered.body()));
          var _ =
              producer.send(
                  outcome,
                  (_, problem) -> {
                    entry.done = problem == null;
                  });
        });
  }
}
