package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the path of a message against a server of our own on the loopback address before the first
 * real one: classes that load while tokens are spent would send the first seconds' messages late
 * and in a bunch, over the rate that was promised.
 */
final class WarmUp {

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private static final int ROUNDS = 60;
  private static final Duration AT_MOST = Duration.ofSeconds(1);

  private static final byte[] TEXT = request("\"type\":\"text\",\"text\":\"warm\"");
  private static final byte[] TEMPLATE =
      request(
          """
          "type":"template","name":"warm","language":"es","body":[{"name":"a","value":"b"}]""");

  private final Vendors vendors;

  WarmUp(Vendors vendors) {
    this.vendors = vendors;
  }

  /**
   * @param transports makes a transport for a directory; closed in the end
   */
  void run(Function<Directory, VendorTransport> transports) {
    long began = WorkerClock.now().nanos();
    try (PracticeServer server = new PracticeServer()) {
      Directory directory = directory(server.port());
      try (VendorTransport transport = transports.apply(directory)) {
        for (int round = 0;
            round < ROUNDS && WorkerClock.now().nanos() - began < AT_MOST.toNanos();
            round++) {
          round(directory, transport);
        }
      }
      LogEvent.WARMED_UP.log(log, (WorkerClock.now().nanos() - began) / 1_000_000);
    } catch (IOException | ExecutionException | TimeoutException e) {
      LogEvent.NOT_WARMED_UP.log(log, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Directory directory, VendorTransport transport)
      throws InterruptedException, ExecutionException, TimeoutException {
    RequestDecoder decoder = new RequestDecoder(WorkspaceFacts.of(() -> directory));
    for (Workspace workspace : directory.workspaces().values()) {
      Vendor vendor = directory.vendorOf(workspace);
      VendorAdapter adapter = vendors.adapter(vendor.type());
      for (byte[] value : List.of(TEXT, TEMPLATE)) {
        Decoded decoded = decoder.decode(null, value, new RecordHeaders(), Instant.EPOCH);
        if (decoded instanceof Decoded.Valid(SendRequest request, int _)
            && adapter.encode(vendor, workspace, List.of(request))
                instanceof Encoding.Encoded(var call)) {
          CompletableFuture<HttpReply> replied = new CompletableFuture<>();
          transport.send(call, replied::complete);
          HttpReply reply = replied.get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
          var _ = adapter.classify(vendor, List.of(request), reply);
        }
      }
    }
  }

  private static Directory directory(int port) {
    Map<String, Vendor> all = new HashMap<>();
    Map<String, Workspace> workspaces = new HashMap<>();
    for (VendorType type : VendorType.values()) {
      String id = type.name();
      URI base = URI.create("http://127.0.0.1:" + port);
      all.put(id, new Vendor(id, type, base, Vendor.Dialect.CURRENT, 1, AT_MOST, 1));
      workspaces.put(
          id,
          new Workspace(
              id,
              id,
              id,
              new CredentialRef.None(),
              List.of(Bandwidth.of(1, Duration.ofSeconds(1))),
              null,
              1,
              null,
              ContactPolicy.DROP,
              null,
              null,
              Duration.ofDays(1),
              1));
    }
    return new Directory(all, workspaces, Map.of(), List.of());
  }

  private static byte[] request(String message) {
    return ("{\"requestId\":\"warm\",\"workspaceId\":\"warm\",\"recipient\":\"+5215500000000\",\"message\":{"
            + message
            + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
