package io.campaigndispatch.bench.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The stub's process, and the scenario's view of it. */
public final class VendorStub implements AutoCloseable {
  public static final String COMMAND = "vendor-stub";
  private static final String RECORDING = "recording";
  private static final int BACKLOG = 8192;
  private static final int CLOCK_READINGS = 50;

  private final Child child;
  private final int port;
  private long clockOffset;

  private VendorStub(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Starts one that answers after so long. */
  public static VendorStub start(Duration latency) throws IOException {
    return start(List.of(COMMAND, String.valueOf(latency.toMillis())));
  }

  /** One that also notes every call. */
  public static VendorStub recording(Duration latency) throws IOException {
    VendorStub stub = start(List.of(COMMAND, String.valueOf(latency.toMillis()), RECORDING));
    stub.clockOffset = stub.compareClocks();
    return stub;
  }

  private static VendorStub start(List<String> command) throws IOException {
    Child child = Child.jvm("vendor-stub", List.of("-Xmx512m"), command);
    return new VendorStub(child, Integer.parseInt(child.await("port")));
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Requests answered so far. */
  public long answered() throws IOException {
    return Long.parseLong(ask("/count"));
  }

  /** Calls noted so far, from the nth, in the order of their arrival; at most a page of them. */
  public List<Call> calls(int from) throws IOException {
    return ask(Ledger.CALLS + from)
        .lines()
        .map(line -> line.split(" ", 4))
        .map(
            line ->
                new Call(
                    Long.parseLong(line[0]) - clockOffset,
                    Long.parseLong(line[1]) - clockOffset,
                    line[2],
                    Long.parseLong(line[3])))
        .toList();
  }

  public Busy busy() throws IOException {
    String[] said = ask(Ledger.BUSY).split(" ", 3);
    return new Busy(Long.parseLong(said[0]), Long.parseLong(said[1]), Long.parseLong(said[2]));
  }

  /** Its clock less ours, as the quickest of a few answers shows it. */
  private long compareClocks() throws IOException {
    long quickest = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long asked = System.nanoTime();
      Busy theirs = busy();
      long took = System.nanoTime() - asked;
      if (took < quickest) {
        quickest = took;
        offset = theirs.nanos() - (asked + took / 2);
      }
    }
    return offset;
  }

  private String ask(String path) throws IOException {
    var connection = (HttpURLConnection) uri().resolve(path).toURL().openConnection();
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }

  @Override
  public void close() {
    child.close();
  }

  /** The process itself: one event loop. */
  public static void main(List<String> args) throws InterruptedException {
    long latencyMillis = Long.parseLong(args.getFirst());
    Ledger ledger = args.contains(RECORDING) ? new Ledger() : null;
    AtomicLong answered = new AtomicLong();
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    if (ledger != null) {
      var _ =
          loops.scheduleWithFixedDelay(
              () -> ledger.tick(System.nanoTime()), 0, Ledger.TICK_NANOS, TimeUnit.NANOSECONDS);
    }
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
                    accepted.pipeline().addLast(new StubHandler(latencyMillis, answered, ledger));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    System.out.println("port " + ((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }
}
