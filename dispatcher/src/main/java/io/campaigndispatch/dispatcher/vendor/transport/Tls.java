package io.campaigndispatch.dispatcher.vendor.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the JDK: chain and host name are always verified (RFC 9110, section 4.3.4), there is no
 * switch. Handshakes compute on threads of their own, so that a burst of them delays nobody's
 * replies.
 */
final class Tls implements AutoCloseable {
  private static final int HANDSHAKE_THREADS = 2;

  private final SslContext context;
  private final ExecutorService handshakes =
      Executors.newFixedThreadPool(
          HANDSHAKE_THREADS, new DefaultThreadFactory("vendor-handshake", true));

  Tls(@Nullable KeyStore trust) {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(trust);
      this.context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(trusted)
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException("TLS: no usable trust store", e);
    }
  }

  SslHandler handler(Origin origin) {
    SslHandler handler =
        context.newHandler(ByteBufAllocator.DEFAULT, origin.host(), origin.port(), handshakes);
    // The pool times the whole connect.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  @Override
  public void close() {
    handshakes.shutdown();
  }
}
