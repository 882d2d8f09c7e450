package io.campaigndispatch.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.wire.RequestEncoder;
import io.campaigndispatch.model.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts what is planned into the form in which it is published. */
public final class Records {

  /** Of every request. */
  public static final String CAMPAIGN = "primavera-2027";

  private Records() {}

  /** The record, its timestamp included. */
  public static ProducerRecord<byte[], byte[]> of(Planned planned, Instant now) {
    return new ProducerRecord<>(
        Topics.DEFAULT.requests(),
        null,
        now.toEpochMilli(),
        planned.workspace().getBytes(UTF_8),
        value(planned, now));
  }

  private static byte[] value(Planned planned, Instant now) {
    return switch (planned.kind()) {
      case JUNK -> "no request at all {".getBytes(UTF_8);
      case INVALID ->
          """
          {"requestId":"%s","workspaceId":"%s","recipient":"nobody","message":{"type":"text"}}"""
              .formatted(planned.requestId(), planned.workspace())
              .getBytes(UTF_8);
      case ORDINARY, DUPLICATE, EXPIRING, SCHEDULED -> RequestEncoder.encode(request(planned, now));
    };
  }

  private static SendRequest request(Planned planned, Instant now) {
    boolean scheduled = planned.kind() == Kind.SCHEDULED;
    return new SendRequest(
        planned.requestId(),
        planned.workspace(),
        CAMPAIGN,
        SendType.API,
        planned.priority(),
        new PhoneNumber("+" + planned.recipient()),
        message(planned),
        null,
        scheduled && planned.after() != null ? new Schedule.Delay(planned.after()) : null,
        !scheduled && planned.after() != null ? now.plus(planned.after()) : null,
        planned.onUncertain(),
        Map.of(),
        null);
  }

  private static Message message(Planned planned) {
    return switch (planned.form()) {
      case TEXT -> new TextMessage("Hola, folio " + planned.requestId(), null);
      case TEMPLATE ->
          new TemplateMessage(
              "appointment_reminder",
              "es",
              null,
              List.of(new Parameter("nombre", "Juan"), new Parameter("fecha", "12 de abril")),
              List.of());
    };
  }
}
