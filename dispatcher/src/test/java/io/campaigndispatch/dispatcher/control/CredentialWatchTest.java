package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of which workspaces it is told that their secret is another. */
class CredentialWatchTest {

  private static final CredentialRef ENV = new CredentialRef.Env("ACME_TOKEN");
  private static final CredentialRef FILE = new CredentialRef.File("/run/token");

  private final Map<CredentialRef, String> secrets = new HashMap<>(Map.of(ENV, "a", FILE, "b"));
  private final CredentialWatch watch =
      new CredentialWatch(ref -> secrets.getOrDefault(ref, "none"));

  @Test
  void workspacesAtTheFirstLook_areNotTold() {
    assertThat(watch.look(directory("env:ACME_TOKEN"))).isEmpty();
    assertThat(watch.look(directory("env:ACME_TOKEN"))).isEmpty();
  }

  @Test
  void fileWithAnotherSecret_isToldOnce() {
    watch.look(directory("file:/run/token"));
    secrets.put(FILE, "c");

    assertThat(watch.look(directory("file:/run/token"))).containsExactly("acme");
    assertThat(watch.look(directory("file:/run/token"))).isEmpty();
  }

  @Test
  void workspaceThatIsGivenAnotherCredential_isTold() {
    watch.look(directory("env:ACME_TOKEN"));

    assertThat(watch.look(directory("file:/run/token"))).containsExactly("acme");
  }

  private static Directory directory(String credential) {
    String yaml = BrokenFile.GOOD.replace("env:ACME_TOKEN", credential);
    return switch (DirectoryFile.read("w.yaml", yaml)) {
      case DirectoryResult.Loaded(var directory) -> directory;
      case DirectoryResult.Refused(var mistakes) -> throw new AssertionError(mistakes);
    };
  }
}
