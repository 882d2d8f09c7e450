package io.campaigndispatch.demo.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A collector of spans: takes OTLP over HTTP. */
final class Collector implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request
          .getResourceSpansList()
          .forEach(of -> of.getScopeSpansList().forEach(in -> spans.addAll(in.getSpansList())));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** So many spans, or those that have come when time is up. */
  List<Span> await(int number) throws InterruptedException {
    List<Span> come = new ArrayList<>();
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (come.size() < number) {
      Span span = spans.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (span == null) {
        return come;
      }
      come.add(span);
    }
    return come;
  }

  /** With which each request came. */
  List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
