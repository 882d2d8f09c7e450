package io.campaigndispatch.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DecodingTest {

  @Test
  void recordThatCameBackWithoutItsValue_wasTooLarge_andIsKnownByItsHeaders() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("dispatch.requests", 3, 42, "acme".getBytes(UTF_8), null);
    Map.of(
            DispatchHeaders.RETURNED_FROM, "17",
            DispatchHeaders.REQUEST_ID, "r1",
            DispatchHeaders.CAMPAIGN_ID, "c1",
            DispatchHeaders.SOURCE, "dispatch.requests-3@5")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));

    Decoded decoded =
        new Decoding(new RequestDecoder(WorkspaceFacts.of(() -> Directory.EMPTY)))
            .decoded(record)
            .decoded();

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Invalid.class,
            invalid -> {
              assertThat(invalid.requestId()).isEqualTo("r1");
              assertThat(invalid.workspaceId()).isEqualTo("acme");
              assertThat(invalid.campaignId()).isEqualTo("c1");
              assertThat(invalid.failure().code()).isEqualTo(FailureCode.TOO_LARGE);
              assertThat(invalid.failure().message()).contains("dispatch.requests-3@5");
            });
  }
}
