package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a record of a control topic, or another workspaces file, comes to. */
@ExtendWith(OutputCaptureExtension.class)
class ControlStateTest {

  private static final Instant AT = Instant.parse("2026-11-20T02:00:00Z");
  private static final Topics TOPICS = Topics.DEFAULT;

  private final ToldOf told = new ToldOf();
  private final Directory file = directory(BrokenFile.GOOD);
  private final ControlState state =
      new ControlState(
          TOPICS,
          new DirectoryInForce(TOPICS.workspaces(), file, ControlStateTest::problem),
          file,
          told);

  // Workspaces

  @Test
  void workspaceOfTheTopic_isAddedToTheFile() {
    workspace("globex", "{\"vendor\":\"gw\",\"credential\":\"none\",\"weight\":3}");

    assertThat(state.directory().workspaces()).containsOnlyKeys("acme", "globex");
    assertThat(workspace("globex").weight()).isEqualTo(3);
    assertThat(told.directories).containsExactly(state.directory());
  }

  @Test
  void keysOfTheTopic_goBeforeTheFiles_andTheOthersStay() {
    workspace("acme", "{\"id\":\"acme\",\"throttle\":[{\"rate\":5,\"per\":\"1s\",\"burst\":2}]}");

    Workspace acme = workspace("acme");
    assertThat(acme.throttle()).containsExactly(new Bandwidth(5, Duration.ofSeconds(1), 2));
    assertThat(acme.vendorId()).isEqualTo("gw");
    assertThat(acme.credential()).isEqualTo(new CredentialRef.Env("ACME_TOKEN"));
  }

  @Test
  void emptyThrottle_liftsTheFiles() {
    workspace("acme", "{\"throttle\":[]}");

    assertThat(workspace("acme").throttle()).isEmpty();
  }

  @Test
  void null_bringsTheFilesBack() {
    workspace("acme", "{\"weight\":3}");
    workspace("globex", "{\"vendor\":\"gw\",\"credential\":\"none\"}");
    workspace("acme", null);
    workspace("globex", null);

    assertThat(state.directory()).isEqualTo(file);
  }

  @Test
  void badValue_keepsTheOldOneAndSaysSoInOneLine(CapturedOutput output) {
    workspace("acme", "{\"weight\":3}");
    workspace("acme", "{\"weight\":0,\"throtle\":[]}");

    assertThat(workspace("acme").weight()).isEqualTo(3);
    assertThat(told.directories).hasSize(1);
    assertThat(state.refused()).isEqualTo(1);
    assertThat(output.getAll().lines().filter(line -> line.contains("not used")))
        .singleElement()
        .asString()
        .contains("dispatch.workspaces acme:1: weight: expected a whole number from 1 to 10000,")
        .contains("received \"0\"")
        .contains("throtle: expected one of")
        .contains("(did you mean throttle?)");
  }

  @Test
  void newWorkspaceWithoutWhatIsRequired_isRefused(CapturedOutput output) {
    workspace("globex", "{}");

    assertThat(state.directory()).isEqualTo(file);
    assertThat(output).contains("dispatch.workspaces globex:1: vendor: expected the id of one of");
  }

  @Test
  void idThatIsNotTheKey_isRefused(CapturedOutput output) {
    workspace("acme", "{\"id\":\"globex\"}");

    assertThat(output).contains("id: expected the record's key or no id, received \"globex\"");
  }

  @Test
  void credentialThatIsNotThere_isRefused(CapturedOutput output) {
    workspace("acme", "{\"credential\":\"env:GONE\"}");

    assertThat(workspace("acme").credential()).isEqualTo(new CredentialRef.Env("ACME_TOKEN"));
    assertThat(output).contains("dispatch.workspaces acme: credential env:GONE: found none");
  }

  @Test
  void valueThatIsNoJson_isRefused(CapturedOutput output) {
    workspace("acme", "weight: 3");
    workspace("acme", "[]");

    assertThat(output)
        .contains("dispatch.workspaces acme:1: value: expected JSON, at most 32 levels deep")
        .contains("dispatch.workspaces acme:1: value: expected a mapping, received a list");
    assertThat(state.refused()).isEqualTo(2);
  }

  // Pausing a workspace

  @Test
  void pausedWorkspace_isToldOnceWithItsTime_andNullLetsItGoOn() {
    take(TOPICS.workspaces(), "acme/paused", "{\"paused\":true}", AT);
    take(TOPICS.workspaces(), "acme/paused", "{\"paused\":true}", AT.plusSeconds(5));
    take(TOPICS.workspaces(), "acme/paused", null, AT.plusSeconds(9));

    assertThat(told.others())
        .containsExactly(
            "paused acme true 2026-11-20T02:00:00Z", "paused acme false 2026-11-20T02:00:09Z");
  }

  @Test
  void workspaceThatWasNotPaused_isToldToGoOn() {
    take(TOPICS.workspaces(), "acme/paused", null, AT);

    assertThat(told.others()).containsExactly("paused acme false 2026-11-20T02:00:00Z");
  }

  @Test
  void anotherConfiguration_leavesAPauseAsItIs() {
    take(TOPICS.workspaces(), "acme/paused", "{\"paused\":true}", AT);
    workspace("acme", "{\"weight\":3}");

    assertThat(told.others()).containsExactly("paused acme true 2026-11-20T02:00:00Z");
  }

  // Campaigns

  @Test
  void campaign_isToldWithItsRate() {
    campaign("acme/spring/sale ñ", "{\"state\":\"RUNNING\",\"rate\":{\"rate\":10,\"per\":\"1s\"}}");

    assertThat(told.others())
        .containsExactly(
            "campaign acme/spring/sale ñ RUNNING Bandwidth[rate=10, per=PT1S, burst=1]");
    assertThat(state.campaign(new CampaignKey("acme", "spring/sale ñ")).state())
        .isEqualTo(CampaignState.RUNNING);
  }

  @Test
  void nullForACampaign_meansRunning() {
    campaign("acme/sale", "{\"state\":\"CANCELLED\"}");
    campaign("acme/sale", null);

    assertThat(told.others())
        .containsExactly("campaign acme/sale CANCELLED null", "campaign acme/sale RUNNING null");
    assertThat(state.campaign(new CampaignKey("acme", "sale"))).isEqualTo(CampaignOrder.RUN);
  }

  @Test
  void badCampaign_keepsTheOldOrder(CapturedOutput output) {
    campaign("acme/sale", "{\"state\":\"CANCELLED\"}");
    campaign("acme/sale", "{\"state\":\"STOPPED\"}");
    campaign("acme/sale", "{\"rate\":{\"rate\":10}}");
    campaign("acme/sale", "{\"state\":\"RUNNING\",\"rat\":{}}");
    campaign("acme", "{\"state\":\"RUNNING\"}");

    assertThat(told.others()).containsExactly("campaign acme/sale CANCELLED null");
    assertThat(output)
        .contains(
            "dispatch.campaigns acme/sale:1: state: expected RUNNING | PAUSED | CANCELLED, received"
                + " \"STOPPED\"")
        .contains("state: expected RUNNING | PAUSED | CANCELLED, received nothing")
        .contains("rate.per: expected a duration such as 1s, received nothing")
        .contains("(did you mean rate?)")
        .contains("dispatch.campaigns: key: expected workspaceId/campaignId");
  }

  // Suppressions

  @Test
  void suppression_isToldWithCategoryAndEnd_andNullEndsIt() {
    suppression("acme/+5215512345678", "{\"category\":\"ALL\"}");
    suppression(
        "acme/+5215512345678",
        "{\"category\":\"MARKETING\",\"until\":\"2027-01-01T00:00:00-06:00\"}");
    suppression("acme/+5215512345678", null);

    assertThat(told.others())
        .containsExactly(
            "suppression acme +5215512345678 Suppression[category=ALL, until=null]",
            "suppression acme +5215512345678 Suppression[category=MARKETING,"
                + " until=2027-01-01T06:00:00Z]",
            "suppression acme +5215512345678 null");
  }

  @Test
  void badSuppression_isToldWithoutItsNumber(CapturedOutput output) {
    suppression("acme/+5215512345678", "{\"category\":\"SOME\",\"until\":\"soon\"}");
    suppression("acme/5215512345678", "{\"category\":\"ALL\"}");

    assertThat(told.others()).isEmpty();
    assertThat(output)
        .contains("dispatch.suppressions acme/+52*******5678:1: category: expected ALL | MARKETING")
        .contains("until: expected an ISO-8601 date and time with a zone, received \"soon\"")
        .contains("dispatch.suppressions: key: expected workspaceId/+digits, 8 to 15 of them,")
        .doesNotContain("5512345678");
  }

  // JSON

  @Test
  void nullInAValue_isAsIfItsKeyWereLeftOut() {
    campaign("acme/sale", "{\"state\":\"CANCELLED\",\"rate\":null}");
    suppression("acme/+5215512345678", "{\"category\":\"ALL\",\"until\":null}");
    workspace("acme", "{\"throttle\":null,\"weight\":3}");

    assertThat(told.others())
        .containsExactly(
            "campaign acme/sale CANCELLED null",
            "suppression acme +5215512345678 Suppression[category=ALL, until=null]");
    assertThat(workspace("acme").throttle().getFirst().rate()).isEqualTo(20);
    assertThat(workspace("acme").weight()).isEqualTo(3);
  }

  @Test
  void anyBytes_changeNothingOrAreUsed_andRaiseNothing() {
    Random random = new Random(20_261_120);
    byte[][] models = {
      bytes("{\"state\":\"RUNNING\",\"rate\":{\"rate\":10,\"per\":\"1s\",\"burst\":3}}"),
      bytes("{\"category\":\"MARKETING\",\"until\":\"2027-01-01T00:00:00-06:00\"}"),
      bytes(
          "{\"vendor\":\"gw\",\"credential\":\"none\",\"throttle\":[{\"rate\":5,\"per\":\"1s\"}]}"),
      bytes("{\"paused\":true}"),
      bytes("[".repeat(40)),
    };
    String[] keys = {"acme", "acme/paused", "acme/sale", "acme/+5215512345678", "/", ""};
    for (int i = 0; i < 300; i++) {
      byte[] value = models[random.nextInt(models.length)].clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      String topic = TopicPlan.controlNames(TOPICS).get(random.nextInt(3));
      state.take(new ControlRecord(topic, 0, bytes(keys[random.nextInt(keys.length)]), value, AT));
      state.settle();
    }

    assertThat(state.refused()).isBetween(100L, 300L);
  }

  // Bytes

  @Test
  void whatIsNotUtf8_orHasNoKey_isRefused(CapturedOutput output) {
    byte[] rubbish = {(byte) 0xff, (byte) 0xfe};
    for (String topic : TopicPlan.controlNames(TOPICS)) {
      boolean numbers = topic.equals(TOPICS.suppressions());
      String key = numbers ? "acme/+5215512345678" : "acme/sale";
      state.take(new ControlRecord(topic, 0, null, bytes("{}"), AT));
      state.take(new ControlRecord(topic, 0, rubbish, bytes("{}"), AT));
      state.take(new ControlRecord(topic, 0, bytes(key), rubbish, AT));
    }

    assertThat(state.refused()).isEqualTo(9);
    assertThat(told.others()).isEmpty();
    assertThat(output).doesNotContain("5512345678");
  }

  // The file

  @Test
  void anotherFile_isInForceUnderTheTopicsWorkspaces() {
    workspace("acme", "{\"weight\":3}");
    file(BrokenFile.GOOD.replace("rate: 20", "rate: 7"));

    assertThat(workspace("acme").weight()).isEqualTo(3);
    assertThat(workspace("acme").throttle().getFirst().rate()).isEqualTo(7);
  }

  @Test
  void fileWithAMistake_keepsTheOldOneAndSaysSo(CapturedOutput output) {
    file(BrokenFile.GOOD.replace("rate: 20", "rate: 0"));
    file(BrokenFile.GOOD.replace("ACME_TOKEN", "GONE"));

    assertThat(state.directory()).isEqualTo(file);
    assertThat(told.directories).isEmpty();
    assertThat(output)
        .contains("w.yaml:9: workspaces[0].throttle[0].rate: expected a whole number from 1 to")
        .contains("w.yaml: credential env:GONE: found none");
  }

  @Test
  void fileThatATopicsWorkspaceNeedsMoreOf_keepsTheOldOne(CapturedOutput output) {
    workspace("globex", "{\"vendor\":\"gw\",\"credential\":\"none\"}");
    file(BrokenFile.GOOD.replace("id: gw", "id: other").replace("vendor: gw", "vendor: other"));

    assertThat(state.directory().vendors()).containsOnlyKeys("gw");
    assertThat(output).contains("w.yaml: dispatch.workspaces globex:1: vendor: expected the id of");
  }

  private void workspace(String id, @Nullable String json) {
    take(TOPICS.workspaces(), id, json, AT);
    state.settle();
  }

  private Workspace workspace(String id) {
    Workspace workspace = state.directory().workspace(id);
    assertThat(workspace).isNotNull();
    return workspace;
  }

  private void campaign(String key, @Nullable String json) {
    take(TOPICS.campaigns(), key, json, AT);
  }

  private void suppression(String key, @Nullable String json) {
    take(TOPICS.suppressions(), key, json, AT);
  }

  private void file(String yaml) {
    state.file(Path.of("w.yaml"), new FileContent.Text(yaml));
    state.settle();
  }

  private void take(String topic, String key, @Nullable String value, Instant at) {
    state.take(new ControlRecord(topic, 0, bytes(key), value == null ? null : bytes(value), at));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String problem(CredentialRef ref) {
    return ref instanceof CredentialRef.Env(String name) && name.equals("GONE")
        ? "credential env:GONE: found none"
        : null;
  }

  private static Directory directory(String yaml) {
    return switch (DirectoryFile.read("w.yaml", yaml)) {
      case DirectoryResult.Loaded(var directory) -> directory;
      case DirectoryResult.Refused(var mistakes) -> throw new AssertionError(mistakes);
    };
  }
}
