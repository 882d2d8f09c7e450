package io.campaigndispatch.sandbox;

import io.campaigndispatch.sandbox.control.ControlApi;
import io.campaigndispatch.sandbox.desk.CallBook;
import io.campaigndispatch.sandbox.desk.VendorDesk;
import io.campaigndispatch.sandbox.fault.FaultBook;
import io.campaigndispatch.sandbox.fault.FaultRule;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import io.campaigndispatch.sandbox.ledger.Call;
import io.campaigndispatch.sandbox.ledger.CallFilter;
import io.campaigndispatch.sandbox.ledger.Ledger;
import io.campaigndispatch.sandbox.ledger.LedgerSize;
import io.campaigndispatch.sandbox.ledger.Stats;
import io.campaigndispatch.sandbox.server.SandboxServer;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A running vendor sandbox.
 *
 * <p>Everything the control API does can be done here too, from any thread.
 */
public final class Sandbox implements AutoCloseable {
  private final String host;
  private final Ledger ledger;
  private final Stats stats = new Stats();
  private final FaultBook faults;
  private final SandboxServer server;

  private Sandbox(SandboxSettings settings, InstantSource clock, RandomGenerator random)
      throws IOException {
    host = settings.host();
    ledger = new Ledger(settings.ledgerBytes());
    faults = new FaultBook(random);
    VendorDesk desk =
        new VendorDesk(
            settings.catalogue(), faults, new CallBook(ledger, stats), clock, settings.latency());
    ControlApi control = new ControlApi(ledger, stats, faults);
    server = SandboxServer.start(host, settings.port(), desk, control, clock);
  }

  /**
   * Starts a sandbox; it answers when this returns.
   *
   * @throws IOException when the address cannot be had; the message names it
   */
  public static Sandbox start(SandboxSettings settings) throws IOException {
    return start(settings, InstantSource.system(), new SplittableRandom());
  }

  /**
   * The same with a clock and a source of chance of one's own.
   *
   * @param clock tells when calls arrive
   * @param random decides faults that strike with a probability
   */
  public static Sandbox start(SandboxSettings settings, InstantSource clock, RandomGenerator random)
      throws IOException {
    return new Sandbox(settings, clock, random);
  }

  /**
   * Runs every vendor's main call once the way it will be run, on a sandbox that is closed again;
   * about a second. Without it the first calls of a process are answered, and stand in the ledger,
   * up to some hundred milliseconds late.
   */
  public static void warmUp() throws IOException, InterruptedException {
    WarmUp.run();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The sandbox's own address, without a path. */
  public URI uri() {
    return URI.create("http://" + host + ":" + port());
  }

  /** The base address of a vendor, to which the vendor's own path is added. */
  public URI uri(Vendor vendor) {
    return URI.create(uri() + vendor.prefix());
  }

  /** The ledger, oldest row first; each iterator reads a snapshot of its own. */
  public Iterable<Call> calls() {
    return calls(CallFilter.ALL);
  }

  /** A part of the ledger. */
  public Iterable<Call> calls(CallFilter filter) {
    return ledger.calls(filter);
  }

  /** How full the ledger is, and how many rows it had to drop. */
  public LedgerSize ledgerSize() {
    return ledger.size();
  }

  /** Forgets ledger and totals; row numbers go on. */
  public void clearCalls() {
    ledger.clear();
    stats.clear();
  }

  /** The totals. */
  public Stats.Snapshot stats() {
    return stats.snapshot();
  }

  /** Puts a fault in force. */
  public FaultRule addFault(FaultSpec spec) {
    return faults.add(spec);
  }

  /** Lifts one fault; whether it was there. */
  public boolean removeFault(long id) {
    return faults.remove(id);
  }

  /** The faults in force. */
  public List<FaultRule> faults() {
    return faults.rules();
  }

  /** Lifts all faults. */
  public void clearFaults() {
    faults.clear();
  }

  /** Closes every connection and forgets everything. */
  @Override
  public void close() {
    server.close();
    ledger.close();
  }
}
