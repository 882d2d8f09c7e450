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
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code dead-letters} over HTTP. One request at a time: each reads the whole topic,
 * and what is left of the worker's memory and time belongs to sending.
 */
@RestController
@RequestMapping(path = "/api/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLettersApi {

  private static final int LARGEST_BODY = 1 << 20;
  private static final int MOST_LISTED = 1_000;

  private final DeadLetterDesk desk;
  private final ApiGuard guard;
  private final Semaphore turn = new Semaphore(1);

  DeadLettersApi(DeadLetterDesk desk, ApiGuard guard) {
    this.desk = desk;
    this.guard = guard;
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
          boolean recipients = guard.check(request) instanceof ApiGuard.Access.Allowed;
          var listing = desk.list(filter, open, Math.clamp(limit, 0, MOST_LISTED));
          return ok(LetterJson.listing(listing, recipients));
        });
  }

  /** With its body, for those who may order something. */
  @GetMapping("/{place}")
  ResponseEntity<String> show(HttpServletRequest request, @PathVariable String place) {
    if (guard.check(request) instanceof ApiGuard.Access.Refused refused) {
      return refused(refused);
    }
    return inTurn(
        () -> {
          List<DeadLetterDesk.Entry> found =
              desk.at(
                  DeadLetterPlace.parse(place)
                      .orElseThrow(
                          () -> new IllegalArgumentException("path: expected such as 3@42")));
          return found.isEmpty()
              ? answer(404, "no dead letter stands there")
              : ok(LetterJson.whole(found.getFirst()));
        });
  }

  @PostMapping(path = "/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> replay(HttpServletRequest request) {
    return act(request, LetterRequest::replay);
  }

  @PostMapping(path = "/resolve", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<String> resolve(HttpServletRequest request) {
    return act(request, LetterRequest::resolve);
  }

  private ResponseEntity<String> act(
      HttpServletRequest request, BiFunction<byte[], String, LetterOrder> reader) {
    return switch (guard.check(request)) {
      case ApiGuard.Access.Refused refused -> refused(refused);
      case ApiGuard.Access.Allowed(String by) ->
          inTurn(
              () -> {
                byte[] body = request.getInputStream().readNBytes(LARGEST_BODY);
                LetterOrder order = reader.apply(body, by);
                return ok(LetterJson.result(desk.act(order, _ -> {})));
              });
    };
  }

  private ResponseEntity<String> inTurn(Work work) {
    if (!turn.tryAcquire()) {
      return answer(409, "another request about dead letters is being served");
    }
    try {
      return work.run();
    } catch (IllegalArgumentException e) {
      return answer(400, String.valueOf(e.getMessage()));
    } catch (KafkaException | IOException e) {
      return answer(503, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answer(503, "the worker is being stopped");
    } finally {
      turn.release();
    }
  }

  private static ResponseEntity<String> ok(JsonNode body) {
    return ResponseEntity.ok(body.toString());
  }

  private static ResponseEntity<String> refused(ApiGuard.Access.Refused refused) {
    return answer(refused.status(), "expected " + refused.expected());
  }

  private static ResponseEntity<String> answer(int status, String error) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(JsonMapper.shared().createObjectNode().put("error", error).toString());
  }
}
