package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what operators and upstream systems want: from the control topics, the workspaces file and
 * the credentials' files. One thread reads them all, so that they change one directory in one
 * order.
 */
public final class Control implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Control.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(400);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_AFTER_ERROR_MILLIS = 500;

  private final ControlReader reader;
  private final Path file;
  private final FileWatch fileWatch;
  private final CredentialWatch credentials;
  private final ControlState state;
  private final ControlListener listener;
  private final java.util.function.Consumer<Throwable> onFatal;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean loaded;

  // Owned by the control thread.
  private long lookAtNanos;

  /**
   * Where it is learned from.
   *
   * @param consumer of bytes, read committed; owned from now on
   * @param file the workspaces file
   * @param directory what it held at start
   * @param credentialProblem a line that says what keeps a credential from being used; null when
   *     nothing does
   * @param secrets equal for as long as the secret is the same
   * @param nanoTime usually {@code System::nanoTime}
   */
  public record Sources(
      Consumer<byte[], byte[]> consumer,
      Topics topics,
      Path file,
      Directory directory,
      Function<CredentialRef, @Nullable String> credentialProblem,
      Function<CredentialRef, Object> secrets,
      LongSupplier nanoTime) {}

  /**
   * @param listener told of what changes after the start, on the control thread; must not block
   * @param onFatal told when nothing more is learned: the worker would not hear of a cancel
   */
  public Control(
      Sources sources, ControlListener listener, java.util.function.Consumer<Throwable> onFatal) {
    Topics topics = sources.topics();
    reader = new ControlReader(sources.consumer(), TopicPlan.controlNames(topics));
    file = sources.file();
    fileWatch = new FileWatch(file);
    credentials = new CredentialWatch(sources.secrets());
    state =
        new ControlState(
            topics,
            new DirectoryInForce(
                topics.workspaces(), sources.directory(), sources.credentialProblem()),
            sources.directory(),
            listener);
    this.listener = listener;
    this.onFatal = onFatal;
    nanoTime = sources.nanoTime();
    lookAtNanos = nanoTime.getAsLong();
    thread = Thread.ofPlatform().name("dispatch-control").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * Whether the listener was told of everything that the topics held at the start; from any thread.
   */
  public boolean isLoaded() {
    return loaded;
  }

  /** Values that could not be used since the start; from any thread. */
  public long refused() {
    return state.refused();
  }

  /** The directory in force; from any thread. */
  public Directory directory() {
    return state.directory();
  }

  /** What was ordered for a campaign last; from any thread. */
  public CampaignOrder campaign(CampaignKey key) {
    return state.campaign(key);
  }

  /** Campaigns that are not simply to run; from any thread. */
  public Map<CampaignKey, CampaignOrder> campaigns() {
    return state.campaigns();
  }

  private void run() {
    try (reader) {
      while (closed.getCount() > 0) {
        try {
          turn();
        } catch (WakeupException e) {
          // It is to end.
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          LogEvent.CONTROL_FAILING.log(log, e.toString());
          closed.await(PAUSE_AFTER_ERROR_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-control");
    } catch (RuntimeException e) {
      LogEvent.CONTROL_BROKE.log(log, e);
      onFatal.accept(e);
    }
  }

  private void turn() {
    if (nanoTime.getAsLong() - lookAtNanos >= 0) {
      look();
      lookAtNanos = nanoTime.getAsLong() + LOOK_EVERY.toNanos();
    }
    if (loaded) {
      // Also while Kafka does not answer.
      state.settle();
    }
    reader.poll(POLL).forEach(state::take);
    if (!loaded && reader.isLoaded()) {
      state.settle();
      loaded = true;
      LogEvent.CONTROL_LOADED.log(log, state.directory().workspaces().size());
    }
  }

  private void look() {
    fileWatch.look().ifPresent(content -> state.file(file, content));
    credentials.look(state.directory()).forEach(listener::credential);
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    reader.wakeup();
    thread.join(Duration.ofSeconds(5));
    if (thread.getState() == Thread.State.NEW) {
      reader.close();
    }
  }
}
