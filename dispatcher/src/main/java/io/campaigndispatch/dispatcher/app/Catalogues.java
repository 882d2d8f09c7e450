package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.template.CatalogueKey;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.gateway.GatewayCatalogue;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of templates: the workspaces file's, and each gateway deployment's catalogue,
 * fetched at start and every ten minutes after (reading it makes the gateway write its own
 * database, so never per message).
 */
final class Catalogues implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Catalogues.class);

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofMillis(20);

  private final VendorTransport transport;
  private final UnlistedPolicy unlisted;
  private final Consumer<TemplateGate> onChange;

  // Owned by the scheduler's thread once started.
  private final Map<CatalogueKey, Vendor> sources = new LinkedHashMap<>();
  private final Set<CatalogueKey> scheduled = new HashSet<>();

  private final AtomicReference<TemplateRegistry> registry;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dispatch-catalogues").daemon().factory());

  /**
   * @param onChange told of each new state, on any thread
   */
  Catalogues(
      Directory directory,
      VendorTransport transport,
      UnlistedPolicy unlisted,
      Consumer<TemplateGate> onChange) {
    this.transport = transport;
    this.unlisted = unlisted;
    this.onChange = onChange;
    this.registry = new AtomicReference<>(TemplateRegistry.of(directory));
    sourcesOf(directory);
  }

  void start() {
    scheduler.execute(this::scheduleNew);
  }

  /** Goes by another directory from now on; from any thread. */
  void use(Directory directory) {
    scheduler.execute(
        () -> {
          sources.clear();
          sourcesOf(directory);
          scheduleNew();
        });
    onChange.accept(
        new TemplateGate(registry.updateAndGet(known -> known.with(directory)), unlisted));
  }

  private void sourcesOf(Directory directory) {
    for (Workspace workspace : directory.workspaces().values()) {
      Vendor vendor = directory.vendorOf(workspace);
      if (vendor.type() == VendorType.GATEWAY) {
        sources.put(CatalogueKey.of(workspace), vendor);
      }
    }
  }

  private void scheduleNew() {
    long delayMillis = 0;
    for (CatalogueKey key : sources.keySet()) {
      if (scheduled.add(key)) {
        schedule(key, Duration.ofMillis(delayMillis));
        delayMillis += BETWEEN_FETCHES.toMillis();
      }
    }
  }

  private void schedule(CatalogueKey key, Duration delay) {
    if (!scheduler.isShutdown()) {
      Future<?> _ = scheduler.schedule(() -> fetch(key), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void fetch(CatalogueKey key) {
    Vendor vendor = sources.get(key);
    if (vendor == null) {
      scheduled.remove(key);
    } else {
      HttpCall call = GatewayCatalogue.call(vendor, key.credential());
      // Connections of their own: a slow catalogue must not take those that messages have permits
      // for.
      transport.send(call.through("templates of " + vendor.id()), reply -> fetched(key, reply));
    }
  }

  private void fetched(CatalogueKey key, HttpReply reply) {
    var entries = GatewayCatalogue.parse(reply);
    schedule(key, entries.isPresent() ? EVERY : AFTER_FAILURE);
    if (entries.isPresent()) {
      TemplateRegistry now = registry.updateAndGet(known -> known.with(key, entries.get()));
      onChange.accept(new TemplateGate(now, unlisted));
    } else {
      LogEvent.CATALOGUE_UNAVAILABLE.log(log, key.vendorId(), reply);
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
