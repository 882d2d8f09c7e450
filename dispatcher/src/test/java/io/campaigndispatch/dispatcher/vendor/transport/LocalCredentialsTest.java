package io.campaigndispatch.dispatcher.vendor.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.transport.Credentials.Resolved;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCredentialsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @TempDir Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();
  private final AtomicLong now = new AtomicLong();
  private final Credentials credentials = new LocalCredentials(environment::get, now::get);

  private CredentialRef.File file(String content) throws Exception {
    Path path = folder.resolve("token");
    Files.writeString(path, content);
    return new CredentialRef.File(path.toString());
  }

  @Test
  void env_isTheVariableTrimmed() {
    environment.put("TOKEN", " abc \n");

    assertThat(credentials.resolve(new CredentialRef.Env("TOKEN")))
        .isEqualTo(new Resolved.Secret("abc"));
  }

  @Test
  void env_absent_isMissingAndNamed() {
    assertThat(credentials.problem(new CredentialRef.Env("TOKEN")))
        .isEqualTo(
            "credential env:TOKEN: expected an environment variable of that name, found none");
  }

  @Test
  void none_needsNothing() {
    assertThat(credentials.resolve(new CredentialRef.None())).isEqualTo(new Resolved.NotNeeded());
    assertThat(credentials.problem(new CredentialRef.None())).isNull();
  }

  @Test
  void file_isItsContentTrimmed() throws Exception {
    assertThat(credentials.resolve(file("\tabc\r\n"))).isEqualTo(new Resolved.Secret("abc"));
  }

  @Test
  void file_absent_isMissingAndNamed() {
    assertThat(credentials.problem(new CredentialRef.File("/nowhere/token")))
        .isEqualTo(
            "credential file:/nowhere/token: expected a readable file, found NoSuchFileException");
  }

  @Test
  void file_empty_isMissing() throws Exception {
    assertThat(credentials.problem(file(" \n"))).endsWith("expected a secret, found nothing");
  }

  @Test
  void file_tooLong_isMissing() throws Exception {
    assertThat(credentials.problem(file("x".repeat(70_000))))
        .endsWith("expected at most 65536 bytes, found 70000");
  }

  @Test
  void file_appearingLater_isFound() throws Exception {
    CredentialRef.File ref = new CredentialRef.File(folder.resolve("token").toString());
    assertThat(credentials.problem(ref)).isNotNull();
    file("abc");
    now.addAndGet(SECOND);

    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("abc"));
  }

  @Test
  void file_changed_isReadAgainAfterASecond() throws Exception {
    CredentialRef.File ref = file("old");
    credentials.resolve(ref);
    file("newer");
    assertThat(credentials.resolve(ref))
        .as("not looked at yet")
        .isEqualTo(new Resolved.Secret("old"));
    now.addAndGet(SECOND);

    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("newer"));
  }

  @Test
  void file_replacedByOneOfEqualSizeAndTime_isReadAgain() throws Exception {
    CredentialRef.File ref = file("old");
    credentials.resolve(ref);
    Path next = folder.resolve("next");
    Files.writeString(next, "new");
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(Path.of(ref.path())));
    Files.move(next, Path.of(ref.path()), StandardCopyOption.REPLACE_EXISTING);
    now.addAndGet(SECOND);

    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("new"));
  }

  @Test
  void file_becomingUnusable_keepsTheLastSecret() throws Exception {
    CredentialRef.File ref = file("good");
    credentials.resolve(ref);
    file("");
    now.addAndGet(SECOND);
    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("good"));
    Files.delete(Path.of(ref.path()));
    now.addAndGet(SECOND);
    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("good"));
    file("rotated");
    now.addAndGet(SECOND);

    assertThat(credentials.resolve(ref)).isEqualTo(new Resolved.Secret("rotated"));
  }

  @Test
  void secretThatCouldEndAHeaderLine_isMissingAndNotPrinted() throws Exception {
    String problem = credentials.problem(file("abc\r\nEvil: 1"));

    assertThat(problem).endsWith("expected visible ASCII characters only, found others");
    assertThat(problem).doesNotContain("Evil");
  }

  @Test
  void secret_isNotPrinted() {
    assertThat(new Resolved.Secret("s3cret").toString()).doesNotContain("s3cret");
  }
}
