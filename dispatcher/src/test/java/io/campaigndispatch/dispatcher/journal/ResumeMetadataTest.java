package io.campaigndispatch.dispatcher.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeMetadataTest {

  private static final Uuid TOPIC_ID = Uuid.fromString("QQeXpBqTTYyE2ChZ1kHJ7A");

  @Test
  void metadata_isReadBackAsWritten() {
    OffsetAndMetadata committed =
        ResumeMetadata.of(new OpenOffsets.Resume(4_711, 99_999_999_999L), TOPIC_ID, 88);

    assertThat(committed.offset()).isEqualTo(4_711);
    assertThat(ResumeMetadata.pointer(committed))
        .isEqualTo(new ResumeMetadata.Pointer(99_999_999_999L, TOPIC_ID, 88));
  }

  @Test
  void metadataOfVersion1_saysNothingOfTheTopic() {
    assertThat(ResumeMetadata.pointer(new OffsetAndMetadata(50, "v1 journal=7")))
        .isEqualTo(new ResumeMetadata.Pointer(7, null, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "by hand",
        "v2 journal=7",
        "v2 journal=7 topic=short",
        "v3 journal=7 topic=QQeXpBqTTYyE2ChZ1kHJ7A"
      })
  void foreignMetadata_pointsNowhere(String metadata) {
    assertThat(ResumeMetadata.pointer(new OffsetAndMetadata(50, metadata))).isNull();
  }
}
