package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.admin.FailureKinds;
import io.campaigndispatch.dispatcher.control.CompanionTopics;
import io.campaigndispatch.dispatcher.control.Control;
import io.campaigndispatch.dispatcher.control.DeletedTopics;
import io.campaigndispatch.dispatcher.control.HashKey;
import io.campaigndispatch.dispatcher.control.LogStarts;
import io.campaigndispatch.dispatcher.control.RetentionWatch;
import io.campaigndispatch.dispatcher.control.TopicResult;
import io.campaigndispatch.dispatcher.core.CallListener;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.CoreSettings;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.DispatchCore;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.SipHash;
import io.campaigndispatch.dispatcher.intake.Handover;
import io.campaigndispatch.dispatcher.intake.Intake;
import io.campaigndispatch.dispatcher.intake.Reader;
import io.campaigndispatch.dispatcher.intake.RecordTimes;
import io.campaigndispatch.dispatcher.intake.TakeoverReader;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.publish.Publisher;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.throttle.AllowedRates;
import io.campaigndispatch.dispatcher.trace.CallTracer;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.dispatcher.vendor.transport.Credentials;
import io.campaigndispatch.dispatcher.vendor.transport.TransportSettings;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dispatch worker: the core and the threads around it, started in the order in which they need
 * each other and stopped in the opposite one.
 */
public final class Worker implements AutoCloseable {

  private static final Duration LONGEST_CONNECT =
      TransportSettings.standard("dev").connectTimeout();

  private static final Duration LOOK_AT_LOGS_EVERY = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_TOPICS_EVERY = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final Admin admin;
  private final CompanionTopics companions;
  private final VendorTransport transport;
  private final Publisher publisher;
  private final CoreThread core;
  private final Intake intake;
  private final Catalogues catalogues;
  private final Control control;
  private final LogStarts logStarts;
  private final DeletedTopics deletedTopics;
  private final RecordTimes recordTimes;
  private final RetentionWatch retention;
  private final RejectionLog rejections = new RejectionLog();
  private final FailureKinds failures;
  private volatile AllowedRates allowed;

  /** Nothing can be recorded any more: nothing more is sent while the process ends. */
  private volatile boolean broken;

  /**
   * What a worker is made of.
   *
   * @param onDirectory told of another directory before the core is
   */
  record Parts(
      DispatchSettings settings,
      Directory directory,
      KafkaClients kafka,
      Credentials credentials,
      VendorTransport transport,
      Consumer<Directory> onDirectory,
      CallListener listener,
      CallTracer tracer,
      Consumer<Throwable> onFatal) {}

  /**
   * @throws StartRefused when the topics do not fit
   */
  Worker(Parts parts) {
    Consumer<Throwable> onFatal =
        cause -> {
          broken = true;
          parts.onFatal().accept(cause);
        };
    Directory directory = parts.directory();
    DispatchSettings settings = parts.settings();
    Topics topics = settings.topics().names();
    admin = parts.kafka().admin();
    LogEvent.TOPICS_PREPARED.log(log, parts.kafka().bootstrapServers());
    TopicResult.Ready ready =
        TopicsAtStart.prepare(admin, settings.topics(), parts.kafka(), Clock.systemUTC().instant());
    Homes homes = new Homes(ready.adoption().homePartitions());
    allowed = new AllowedRates(directory, homes::of);
    HashKey key = ready.adoption().idHashKey();
    SipHash idHash = new SipHash(key.high(), key.low());
    companions = new CompanionTopics(admin, settings.topics(), ready);
    transport = parts.transport();
    Vendors vendors = new Vendors(alert -> LogEvent.VENDOR_REPLY_CONTRADICTORY.log(log, alert));
    DispatchCore dispatchCore =
        new DispatchCore(
            new CoreSettings(
                homes.partitions(),
                settings.windowOrDefault(),
                settings.duplicates().window(),
                settings.maxUnwritten(),
                settings.holds().settings(),
                settings.campaigns().settings()),
            directory,
            vendors::adapter,
            new TemplateGate(TemplateRegistry.of(directory), settings.templates().unknown()),
            RandomGenerator.getDefault(),
            WorkerClock.now());
    Caller caller = new Caller(transport, vendors, parts.listener(), parts.tracer());
    core = new CoreThread(dispatchCore, effect -> carryOut(effect, caller), onFatal);
    catalogues =
        new Catalogues(
            directory,
            transport,
            settings.templates().unknown(),
            templates -> core.post(new CoreEvent.TemplatesChanged(templates)));
    control =
        new Control(
            new Control.Sources(
                parts.kafka().controlConsumer(),
                topics,
                settings.requiredWorkspacesFile(),
                directory,
                parts.credentials()::problem,
                parts.credentials()::resolve,
                System::nanoTime),
            new ControlEvents(
                directoryNow -> {
                  allowed = new AllowedRates(directoryNow, homes::of);
                  parts.onDirectory().accept(directoryNow);
                  catalogues.use(directoryNow);
                },
                core::post),
            onFatal);
    Duration drainAtStart = drain(directory);
    Duration pollInterval = parts.kafka().pollInterval(drainAtStart);
    intake =
        new Intake(
            new Intake.Clients(
                parts.kafka().membershipConsumer(drainAtStart),
                parts.kafka().readerConsumer(),
                parts.kafka().rereaderConsumer(),
                parts.kafka().delayedConsumer(),
                parts.kafka().takeoverConsumer(),
                admin),
            new RequestDecoder(WorkspaceFacts.of(control::directory)),
            topics,
            new TakeoverReader.Settings(
                settings.groupId(),
                parts.kafka().transactionalId(),
                settings.journal().acceptTruncated()),
            new Reader.RequestsIdentity(ready.adoption().topicId(), ready.adoption()::journalFrom),
            () -> new RecentIds(idHash, settings.duplicates().window()),
            // A workspace is unknown only when the control topics do not know it either.
            partitions -> control.isLoaded() && companions.ensure(partitions),
            () -> Handover.drain(drain(control.directory()), pollInterval),
            core);
    failures = new FailureKinds(id -> control.directory().workspace(id) != null);
    publisher =
        new Publisher(
            parts.kafka().producer(),
            new Publisher.Identity(
                settings.groupId(), parts.kafka().transactionalId(), ready.adoption().topicId()),
            topics,
            homes,
            Clock.systemUTC(),
            intake::proof,
            event -> {
              rejections.take(event);
              failures.see(event);
              core.post(event);
            },
            onFatal);
    recordTimes = new RecordTimes(parts.kafka().timesConsumer(), topics.requests());
    retention = new RetentionWatch(admin, topics.requests(), recordTimes);
    logStarts =
        new LogStarts(
            admin,
            topics.requests(),
            ready.adoption().topicId(),
            intake::reading,
            deleted(onFatal));
    deletedTopics =
        new DeletedTopics(
            admin,
            TopicsAtStart.adoptions(parts.kafka(), topics),
            settings.topics(),
            ready.adoption(),
            () -> {
              publisher.snapshotsGone();
              core.post(new CoreEvent.SnapshotsGone());
            });
  }

  private LogStarts.Listener deleted(Consumer<Throwable> onFatal) {
    return new LogStarts.Listener() {
      @Override
      public void logStarts(Map<Integer, Long> firstOffsets) {
        firstOffsets.forEach(
            (partition, first) -> core.post(new CoreEvent.LogBegins(partition, first)));
        retention.look(firstOffsets, snapshot().oldestOpen(), Clock.systemUTC().millis());
      }

      @Override
      public void createdAnew() {
        onFatal.accept(new IllegalStateException("the requests topic was created anew"));
      }
    };
  }

  void start() {
    rejections.start();
    publisher.start();
    core.start();
    catalogues.start();
    control.start();
    intake.start();
    logStarts.start(LOOK_AT_LOGS_EVERY);
    deletedTopics.start(LOOK_FOR_TOPICS_EVERY);
  }

  private void carryOut(Effect effect, Caller caller) {
    switch (effect) {
      case Effect.Call call -> {
        if (!broken) {
          caller.call(call, core::post);
        }
      }
      case Effect.Publish(var write) -> publisher.publish(write);
      case Effect.Reread reread -> intake.reread(reread);
      case Effect.ScanDelayed scan -> intake.scan(scan);
      case Effect.RereadDelayed reread -> intake.reread(reread);
      case Effect.DeleteDelayed(int partition, long below) ->
          companions.deleteDelayed(partition, below);
      case Effect.LostDelayed(int partition, long offset) ->
          LogEvent.DELAYED_REQUEST_LOST.log(log, partition, offset);
      case Effect.Lost(int partition, long offset, long records) ->
          LogEvent.REQUESTS_LOST.log(log, partition, offset, records);
      case Effect.LostUnread(int partition, long from, long to) ->
          LogEvent.UNREAD_REQUESTS_LOST.log(log, partition, from, to);
      case Effect.ConfirmMembership(long question) -> {
        LogEvent.STOOD_STILL.log(log);
        intake.confirm(question);
      }
      case Effect.BreakerMoved(String vendor, boolean open, String why) -> {
        if (open) {
          LogEvent.BREAKER_OPENED.log(log, vendor, why);
        } else {
          LogEvent.BREAKER_CLOSED.log(log, vendor, why);
        }
      }
      case Effect.Reading(boolean on) -> intake.setReading(on);
      case Effect.Commit(int partition, var resume) -> intake.commit(partition, resume);
      case Effect.Released(int partition, var resume) -> intake.released(partition, resume);
    }
  }

  /** What the core looked like a moment ago. */
  public CoreSnapshot snapshot() {
    return core.snapshot();
  }

  /**
   * What a workspace, by its id, may send by configuration; infinite: nothing limits it. From any
   * thread.
   */
  public double allowedPerSecond(String workspaceId) {
    return allowed.perSecond(workspaceId);
  }

  /** How many partitions are held, by every reason there is. */
  public Map<String, Integer> held() {
    return intake.held();
  }

  /** How often partitions came here or went away. */
  public long rebalances() {
    return intake.rebalances();
  }

  /** For how long the group has not been heard from; zero while it owes us no answer. */
  public Duration groupSilence() {
    return intake.groupSilence();
  }

  /** For how long the core has shown nothing new. */
  public Duration coreSilence() {
    return core.silence(System.nanoTime());
  }

  /** What failed lately. */
  public FailureKinds failures() {
    return failures;
  }

  /** What operators and upstream systems want. */
  public Control control() {
    return control;
  }

  /** Whether the wall clock was stepped and has not settled yet. */
  public boolean isClockStepped() {
    return core.isClockStepped();
  }

  /** How near retention is to what is open. */
  public RetentionWatch.Used retentionUsed() {
    return retention.used();
  }

  /** Whether the worker is in its group and reads every partition it was given. */
  public boolean isReading() {
    return intake.isReading();
  }

  /**
   * Gives the partitions up in good order: calls in flight end, their results are written, offsets
   * committed.
   */
  @Override
  public void close() throws InterruptedException {
    logStarts.close();
    deletedTopics.close();
    recordTimes.close();
    catalogues.close();
    intake.close();
    control.close();
    publisher.close(Duration.ofSeconds(2));
    rejections.close();
    core.close();
    transport.close();
    companions.close();
    admin.close(Duration.ofSeconds(1));
  }

  /** How long calls in flight may take. */
  private static Duration drain(Directory directory) {
    return directory.vendors().values().stream()
        .map(Vendor::responseTimeout)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO)
        .plus(LONGEST_CONNECT)
        .plusSeconds(1);
  }
}
