package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the code does. */
class ConfigurationDocumentTest {

  private static final String AGAIN =
      "%s is out of date; to write it again: mvn -pl deploy/checks -am test"
          + " -Dtest=ConfigurationDocumentTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Ddocs.write=true";

  @Test
  void document_isWhatTheRecordsSay() throws IOException {
    String text = ConfigurationDocument.text();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(Repository.path(ConfigurationDocument.FILE), text);
    }

    assertThat(Repository.text(ConfigurationDocument.FILE))
        .as(AGAIN, ConfigurationDocument.FILE)
        .isEqualTo(text);
  }

  @Test
  void throttleGroup_hasNoKeysBeyondThoseThatTheDocumentNames() {
    assertThat(DirectorySettings.keys("/throttle-groups/0")).containsExactly("id", "throttle");
  }
}
