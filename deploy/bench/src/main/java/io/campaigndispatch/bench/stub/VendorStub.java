package io.campaigndispatch.bench.stub;

import io.campaigndispatch.bench.Child;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The stub's process, and the scenario's view of it. */
public final class VendorStub implements AutoCloseable {
  public static final String COMMAND = "vendor-stub";
  private static final int BACKLOG = 8192;

  private final Child child;
  private final int port;

  private VendorStub(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Starts one that answers after so long. */
  public static VendorStub start(Duration latency) throws IOException {
    Child child =
        Child.jvm(
            "vendor-stub",
            List.of("-Xmx512m"),
            List.of(COMMAND, String.valueOf(latency.toMillis())));
    return new VendorStub(child, Integer.parseInt(child.await("port")));
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Requests answered so far. */
  public long answered() throws IOException {
    var connection = (HttpURLConnection) uri().resolve("/count").toURL().openConnection();
    try (var in = connection.getInputStream()) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() {
    child.close();
  }

  /** The process itself: one event loop. */
  public static void main(List<String> args) throws InterruptedException {
    long latencyMillis = Long.parseLong(args.getFirst());
    AtomicLong answered = new AtomicLong();
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted.pipeline().addLast(new StubHandler(latencyMillis, answered));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    System.out.println("port " + ((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }
}
