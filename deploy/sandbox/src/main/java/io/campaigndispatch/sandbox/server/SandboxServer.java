package io.campaigndispatch.sandbox.server;

import io.campaigndispatch.sandbox.control.ControlApi;
import io.campaigndispatch.sandbox.desk.VendorDesk;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The listening server: one event loop accepts, reads and answers, so that what it owns needs no
 * locks.
 */
public final class SandboxServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final EventLoopGroup loop;
  private final Channel channel;

  private SandboxServer(EventLoopGroup loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  /**
   * Starts listening.
   *
   * @param port 0 for any free one
   * @throws IOException when the address cannot be had; the message names it
   */
  public static SandboxServer start(
      String host, int port, VendorDesk desk, ControlApi control, InstantSource clock)
      throws IOException {
    DateHeader date = new DateHeader(clock);
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpServerKeepAliveHandler())
                        .addLast(new WholeRequests())
                        .addLast(new CallHandler(desk, control, date));
                  }
                });
    ChannelFuture bound = bootstrap.bind(host, port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loop);
      throw new IOException(
          "cannot listen on " + host + ":" + port + " (" + bound.cause().getMessage() + ")");
    }
    return new SandboxServer(loop, bound.channel());
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Closes every connection at once. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    shutDown(loop);
  }

  private static void shutDown(EventLoopGroup loop) {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
