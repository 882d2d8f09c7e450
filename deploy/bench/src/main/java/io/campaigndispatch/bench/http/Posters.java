package io.campaigndispatch.bench.http;

import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.transport.LocalCredentials;
import io.campaigndispatch.dispatcher.vendor.transport.NettyTransport;
import io.campaigndispatch.dispatcher.vendor.transport.TransportSettings;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * The clients, each with one I/O thread where that can be chosen, HTTP/1.1, as many connections as
 * calls at once, and otherwise as delivered.
 */
enum Posters {
  OURS("campaign-dispatch (Netty's codec, own pool)") {
    @Override
    Poster create(URI uri, byte[] body, int connections) {
      var transport =
          new NettyTransport(
              TransportSettings.standard("bench"),
              new LocalCredentials(System.getenv()::get, System::nanoTime),
              _ -> connections);
      HttpCall call =
          new HttpCall(
              "vendor",
              "POST",
              uri,
              Map.of("Content-Type", Poster.JSON, "x-workspace-id", "acme"),
              body,
              new CredentialRef.None(),
              RESPONSE_TIMEOUT);
      return done ->
          transport.send(
              call,
              reply ->
                  done.accept(
                      reply instanceof HttpReply.Answered answered
                          && answered.status() == 200
                          && answered.body().length > 0));
    }
  },

  VERTX("Vert.x HttpClient") {
    @Override
    Poster create(URI uri, byte[] body, int connections) {
      Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
      var client =
          vertx.createHttpClient(
              new HttpClientOptions().setTcpNoDelay(true),
              new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
      Buffer payload = Buffer.buffer(body);
      return done ->
          client
              .request(HttpMethod.POST, uri.getPort(), uri.getHost(), uri.getPath())
              .compose(
                  request ->
                      request
                          .putHeader("Content-Type", Poster.JSON)
                          .putHeader("x-workspace-id", "acme")
                          .idleTimeout(RESPONSE_TIMEOUT.toMillis())
                          .send(payload))
              .compose(HttpClientResponse::body)
              .onComplete(
                  result -> done.accept(result.succeeded() && result.result().length() > 0));
    }
  },

  APACHE("Apache HttpClient 5 async") {
    @Override
    Poster create(URI uri, byte[] body, int connections) {
      CloseableHttpAsyncClient client =
          HttpAsyncClients.custom()
              .setConnectionManager(
                  PoolingAsyncClientConnectionManagerBuilder.create()
                      .setMaxConnTotal(connections)
                      .setMaxConnPerRoute(connections)
                      .build())
              .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
              .disableAutomaticRetries()
              .disableRedirectHandling()
              .disableCookieManagement()
              .build();
      client.start();
      return done -> {
        SimpleHttpRequest request =
            SimpleRequestBuilder.post(uri)
                .addHeader("x-workspace-id", "acme")
                .setBody(body, ContentType.APPLICATION_JSON)
                .build();
        var _ =
            client.execute(
                request,
                new FutureCallback<SimpleHttpResponse>() {
                  @Override
                  public void completed(SimpleHttpResponse response) {
                    done.accept(response.getCode() == 200 && response.getBodyBytes().length > 0);
                  }

                  @Override
                  public void failed(Exception cause) {
                    done.accept(false);
                  }

                  @Override
                  public void cancelled() {
                    done.accept(false);
                  }
                });
      };
    }
  },

  JDK("JDK HttpClient sendAsync") {
    @Override
    Poster create(URI uri, byte[] body, int connections) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", Poster.JSON)
              .header("x-workspace-id", "acme")
              .timeout(RESPONSE_TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      return done -> {
        var _ =
            client
                .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle(
                    (response, failure) -> {
                      done.accept(
                          failure == null
                              && response.statusCode() == 200
                              && response.body().length > 0);
                      return null;
                    });
      };
    }
  };

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);

  private final String title;

  Posters(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract Poster create(URI uri, byte[] body, int connections);
}
