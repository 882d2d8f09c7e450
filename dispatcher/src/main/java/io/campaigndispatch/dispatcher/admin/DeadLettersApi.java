package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterFilter;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterPlace;
import io.campaigndispatch.dispatcher.deadletters.LetterJson;
import io.campaigndispatch.dispatcher.deadletters.LetterOrder;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The command {@code dead-letters} over HTTP. One request at a time: each reads the whole topic,
 * and what is left of the worker's memory and time belongs to sending.
 */
@RestController
@RequestMapping("/api/dead-letters")
class DeadLettersApi {

  private static final int LARGEST_BODY = 1 << 20;
  private static final int MOST_LISTED = 1_000;

  private final DeadLetterDesk desk;
  private final ApiAccess access;
  private final Semaphore turn = new Semaphore(1);

  DeadLettersApi(DeadLetterDesk desk, ApiAccess access) {
    this.desk = desk;
    this.access = access;
  }

  private interface Work {
    ResponseEntity<String> run() throws InterruptedException, IOException;
  }

  /** Numbers are shown in full to those who may order something. */
  @GetMapping
  ResponseEntity<String> list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "100") int limit) {
    return inTurn(
        () -> {
          DeadLetterFilter filter =
              LetterRequest.filter(name -> name == null ? null : request.getParameter(name));
          var listing = desk.list(filter, open, Math.clamp(limit, 0, MOST_LISTED));
          return ok(LetterJson.listing(listing, mayOrder(request)));
        });
  }

  /** With its body, for those who may order something. */
  @GetMapping("/{place}")
  ResponseEntity<String> show(HttpServletRequest request, @PathVariable String place) {
    if (!mayOrder(request)) {
      throw Problems.unauthorized("what a write needs, since a body holds the customer's data");
    }
    return inTurn(
        () -> {
          List<DeadLetterDesk.Entry> found =
              desk.at(
                  DeadLetterPlace.parse(place)
                      .orElseThrow(
                          () ->
                              Problems.of(HttpStatus.BAD_REQUEST, "place", "such as 3@42", place)));
          if (found.isEmpty()) {
            throw Problems.of(HttpStatus.NOT_FOUND, "place", "a dead letter", place);
          }
          return ok(LetterJson.whole(found.getFirst()));
        });
  }

  private boolean mayOrder(HttpServletRequest request) {
    return access.decide(ApiGuard.callOf(request)) instanceof ApiAccess.Decision.Caller;
  }

  @PostMapping(path = "/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> replay(
      HttpServletRequest request, @RequestAttribute(ApiGuard.CALLER) String caller) {
    return act(request, body -> LetterRequest.replay(body, caller));
  }

  @PostMapping(path = "/resolve", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> resolve(
      HttpServletRequest request, @RequestAttribute(ApiGuard.CALLER) String caller) {
    return act(request, body -> LetterRequest.resolve(body, caller));
  }

  private ResponseEntity<String> act(
      HttpServletRequest request, Function<byte[], LetterOrder> reader) {
    return inTurn(
        () -> {
          LetterOrder order = reader.apply(request.getInputStream().readNBytes(LARGEST_BODY));
          return ok(LetterJson.result(desk.act(order, _ -> {})));
        });
  }

  private ResponseEntity<String> inTurn(Work work) {
    if (!turn.tryAcquire()) {
      throw Problems.of(HttpStatus.CONFLICT, "dead-letters", "no other request to be served", null);
    }
    try {
      return work.run();
    } catch (IllegalArgumentException e) {
      throw Problems.of(HttpStatus.BAD_REQUEST, "request", String.valueOf(e.getMessage()), null);
    } catch (KafkaException | IOException e) {
      throw Problems.of(
          HttpStatus.SERVICE_UNAVAILABLE, "Kafka", "to answer, but: " + e.getMessage(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "worker", "to go on running", null);
    } finally {
      turn.release();
    }
  }

  private static ResponseEntity<String> ok(JsonNode body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.toString());
  }
}
