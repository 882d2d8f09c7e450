package io.campaigndispatch.dispatcher.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class ResumeMetadataTest {

  @Test
  void metadata_isReadBackAsWritten() {
    OpenOffsets.Resume resume = new OpenOffsets.Resume(4_711, 99_999_999_999L);

    assertThat(ResumeMetadata.parse(ResumeMetadata.of(resume), 0)).isEqualTo(resume);
  }

  @Test
  void neverCommitted_beginsAtTheBeginning() {
    assertThat(ResumeMetadata.parse(null, 12)).isEqualTo(new OpenOffsets.Resume(12, 0));
  }

  @Test
  void foreignMetadata_readsTheWholeJournal() {
    assertThat(ResumeMetadata.parse(new OffsetAndMetadata(50), 0))
        .isEqualTo(new OpenOffsets.Resume(50, 0));
    assertThat(ResumeMetadata.parse(new OffsetAndMetadata(50, "v2 journal=7"), 0))
        .isEqualTo(new OpenOffsets.Resume(50, 0));
  }

  @Test
  void deletedRequests_areSkipped() {
    OffsetAndMetadata committed = ResumeMetadata.of(new OpenOffsets.Resume(5, 3));

    assertThat(ResumeMetadata.parse(committed, 12)).isEqualTo(new OpenOffsets.Resume(12, 3));
  }
}
