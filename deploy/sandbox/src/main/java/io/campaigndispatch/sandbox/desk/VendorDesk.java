package io.campaigndispatch.sandbox.desk;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultBook;
import io.campaigndispatch.sandbox.fault.Injection;
import io.campaigndispatch.sandbox.gateway.GatewayApi;
import io.campaigndispatch.sandbox.platica.PlaticaApi;
import io.campaigndispatch.sandbox.plazbot.PlazbotApi;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.vendor.Exchange;
import io.campaigndispatch.sandbox.vendor.Subject;
import io.campaigndispatch.sandbox.vendor.VendorApi;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes each call to a vendor through faults, contract and ledger.
 *
 * <p>A call is handled and recorded when it has arrived, however late or never its answer comes: a
 * vendor that does not answer has sent the message all the same. Owned by the event loop.
 */
public final class VendorDesk {
  private final Map<Vendor, VendorApi> vendors = new EnumMap<>(Vendor.class);
  private final FaultBook faults;
  private final CallBook book;
  private final InstantSource clock;
  private final long latencyMs;

  /**
   * @param latency added to every answer; zero for none
   */
  public VendorDesk(
      Catalogue catalogue, FaultBook faults, CallBook book, InstantSource clock, Duration latency) {
    this.faults = faults;
    this.book = book;
    this.clock = clock;
    this.latencyMs = latency.toMillis();
    Ids ids = new Ids(clock.instant());
    for (VendorApi api :
        List.of(
            new PlazbotApi(catalogue, ids),
            new PlaticaApi(catalogue, ids),
            new GatewayApi(catalogue, ids))) {
      vendors.put(api.vendor(), api);
    }
  }

  /** Handles a call to a path under a vendor's prefix. */
  public Delivery handle(Vendor vendor, HttpRequest request) {
    VendorApi api = api(vendor);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String path = request.path().substring(vendor.prefix().length());
    ParsedBody body = ParsedBody.of(request.body());
    Subject subject = api.subject(request, path, body);
    Injection injection =
        faults.draw(vendor, subject.workspace(), subject.recipients(), subject.resultEach());
    Fault fault = injection.fault();
    Map<String, Fault> single = injection.byRecipient();
    if (fault instanceof Fault.Status(int status, _, _) && status > 599 && subject.resultEach()) {
      single = forAll(fault, subject);
      fault = null;
    }
    Exchange exchange = new Exchange(request, path, body, subject, now, single);
    long delayMs = injection.delayMs() + latencyMs;
    switch (fault) {
      case null -> {
        Answer answer = api.answer(exchange);
        book.record(vendor, exchange, new CallBook.Told(answer, null));
        return new Delivery(delayMs, new Delivery.Send(answer.reply()));
      }
      case Fault.Latency _ -> throw new AssertionError("a latency is a delay, not a fault");
      case Fault.Status status -> {
        return instead(vendor, exchange, delayMs, fault, FaultReply.status(api, status));
      }
      case Fault.Throttle throttle -> {
        return instead(vendor, exchange, delayMs, fault, FaultReply.throttle(api, throttle));
      }
      case Fault.Garbage garbage -> {
        HttpReply reply = FaultReply.garbage(garbage);
        Answer answer = api.answer(exchange).repliedWith(reply);
        return instead(vendor, exchange, delayMs, fault, answer);
      }
      case Fault.Hang(Long ms) -> {
        book.record(vendor, exchange, new CallBook.Untold(api.answer(exchange), fault));
        return new Delivery(delayMs, new Delivery.Silence(ms));
      }
      case Fault.Reset _ -> {
        book.record(vendor, exchange, new CallBook.Untold(api.answer(exchange), fault));
        return new Delivery(delayMs, new Delivery.Reset());
      }
      case Fault.Down _ -> {
        book.record(vendor, exchange, new CallBook.Unhandled(fault));
        return new Delivery(delayMs, new Delivery.Close());
      }
    }
  }

  /** Refuses a call whose body is too large to be read. */
  public Delivery refuseOversize(Vendor vendor, HttpRequest request) {
    VendorApi api = api(vendor);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String path = request.path().substring(vendor.prefix().length());
    ParsedBody body = new ParsedBody.Absent();
    Exchange exchange =
        new Exchange(request, path, body, api.subject(request, path, body), now, Map.of());
    Answer answer = Answer.refused(api.error(413, "the body is larger than 1 MiB"));
    book.record(vendor, exchange, new CallBook.Told(answer, null));
    return new Delivery(latencyMs, new Delivery.Send(answer.reply()));
  }

  private Delivery instead(
      Vendor vendor, Exchange exchange, long delayMs, Fault fault, Answer answer) {
    book.record(vendor, exchange, new CallBook.Told(answer, fault));
    return new Delivery(delayMs, new Delivery.Send(answer.reply()));
  }

  private static Map<String, Fault> forAll(Fault fault, Subject subject) {
    Map<String, Fault> all = new HashMap<>();
    for (String digits : subject.recipients()) {
      if (digits != null) {
        all.put(digits, fault);
      }
    }
    return all;
  }

  private VendorApi api(Vendor vendor) {
    VendorApi api = vendors.get(vendor);
    if (api == null) {
      throw new AssertionError("every vendor has its contract");
    }
    return api;
  }
}
