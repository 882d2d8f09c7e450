package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.wire.Identifiers;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the control topics and the workspaces file say. A value that cannot be used leaves what was
 * before it in force and a line in the log. Owned by the control thread; what others may ask says
 * so.
 */
final class ControlState {

  private static final Logger log = LoggerFactory.getLogger(ControlState.class);

  /** What follows a workspace's id in the key of a record that pauses it; no id has a slash. */
  static final String PAUSED = "/paused";

  private final Topics topics;
  private final DirectoryInForce inForce;
  private final ControlListener listener;
  private final Map<String, Instant> paused = new HashMap<>();
  private final Map<CampaignKey, CampaignOrder> campaigns = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private volatile Directory directory;
  private boolean changed;

  /**
   * @param directory as it is known already
   */
  ControlState(
      Topics topics, DirectoryInForce inForce, Directory directory, ControlListener listener) {
    this.topics = topics;
    this.inForce = inForce;
    this.directory = directory;
    this.listener = listener;
  }

  /** The directory in force; from any thread. */
  Directory directory() {
    return directory;
  }

  /** What was ordered for a campaign last; from any thread. */
  CampaignOrder campaign(CampaignKey key) {
    return campaigns.getOrDefault(key, CampaignOrder.RUN);
  }

  /** Campaigns that are not simply to run; from any thread. */
  Map<CampaignKey, CampaignOrder> campaigns() {
    return Map.copyOf(campaigns);
  }

  /** Values that could not be used; from any thread. */
  long refused() {
    return refused.get();
  }

  /** Takes one record; what it changes in the directory waits for {@link #settle}. */
  void take(ControlRecord record) {
    String key = text(record.key());
    String value = text(record.value());
    if (record.topic().equals(topics.suppressions())) {
      suppression(key, value, record.value() != null);
    } else if (key == null || (value == null && record.value() != null)) {
      String part = key == null ? "key" : Mistakes.oneLine(key) + ": value";
      refuse(record.topic() + " " + part + ": expected UTF-8, received something else");
    } else if (record.topic().equals(topics.campaigns())) {
      campaign(key, value, record.offset());
    } else if (key.endsWith(PAUSED)) {
      pause(key, value, record.at());
    } else {
      workspace(key, value);
    }
  }

  /** Tells of the directory if it changed since the last time. */
  void settle() {
    if (!changed) {
      return;
    }
    changed = false;
    Directory now = inForce.directory();
    if (!now.equals(directory)) {
      directory = now;
      listener.directory(now);
    }
  }

  /** Likewise for what the workspaces file holds now. */
  void file(Path file, FileContent content) {
    switch (DirectoryFile.read(file, content)) {
      case DirectoryResult.Refused(var mistakes) -> refuse(mistakes);
      case DirectoryResult.Loaded(var loaded) -> {
        List<String> wrong = inForce.use(loaded);
        if (!wrong.isEmpty()) {
          refuse(wrong.stream().map(line -> file + ": " + line).toList());
        }
        changed = true;
      }
    }
  }

  private void workspace(String id, @Nullable String json) {
    if (!Identifiers.isWorkspaceId(id)) {
      refuseKey(topics.workspaces(), "a workspaceId: " + Identifiers.WORKSPACE_ID, id);
      return;
    }
    if (json == null) {
      inForce.remove(id);
    } else {
      refuse(inForce.put(id, json));
    }
    changed = true;
  }

  private void pause(String key, @Nullable String json, Instant at) {
    String id = key.substring(0, key.length() - PAUSED.length());
    if (!Identifiers.isWorkspaceId(id)) {
      refuseKey(topics.workspaces(), "a workspaceId before " + PAUSED, key);
      return;
    }
    Mistakes mistakes = new Mistakes(topics.workspaces() + " " + key);
    Optional<Boolean> pause =
        json == null ? Optional.of(false) : ControlValues.paused(json, mistakes);
    refuse(mistakes.lines());
    pause.ifPresent(
        it -> {
          if (!it) {
            // Also when it was not paused: somebody wants what else holds it to be tried again.
            paused.remove(id);
            listener.paused(id, false, at);
          } else if (paused.putIfAbsent(id, at) == null) {
            listener.paused(id, true, at);
          }
        });
  }

  private void campaign(String key, @Nullable String json, long offset) {
    CampaignKey campaign = CampaignKey.parse(key);
    if (campaign == null) {
      refuseKey(topics.campaigns(), CampaignKey.EXPECTED, key);
      return;
    }
    Mistakes mistakes = new Mistakes(topics.campaigns() + " " + key);
    Optional<CampaignOrder> order =
        json == null ? Optional.of(CampaignOrder.RUN) : ControlValues.campaign(json, mistakes);
    refuse(mistakes.lines());
    order.ifPresent(
        it -> {
          if (it.equals(CampaignOrder.RUN)) {
            campaigns.remove(campaign);
          } else {
            campaigns.put(campaign, it);
          }
          listener.campaign(campaign, it, offset);
        });
  }

  /** Its key holds a number: no line shows it whole. */
  private void suppression(@Nullable String key, @Nullable String json, boolean hasValue) {
    int slash = key == null ? -1 : key.indexOf('/');
    String workspaceId = key == null || slash < 0 ? "" : key.substring(0, slash);
    String recipient = key == null ? "" : key.substring(slash + 1);
    if (!Identifiers.isWorkspaceId(workspaceId) || !PhoneNumber.isCanonical(recipient)) {
      refuse(
          "%s: key: expected workspaceId/+digits, 8 to 15 of them, received something else%s"
              .formatted(
                  topics.suppressions(),
                  Identifiers.isWorkspaceId(workspaceId) ? " for " + workspaceId : ""));
      return;
    }
    String masked = workspaceId + "/" + new PhoneNumber(recipient).masked();
    Mistakes mistakes = new Mistakes(topics.suppressions() + " " + masked);
    if (!hasValue) {
      listener.suppression(workspaceId, recipient, null);
      return;
    }
    Optional<Suppression> suppression =
        json == null ? notUtf8(mistakes) : ControlValues.suppression(json, mistakes);
    refuse(mistakes.lines());
    suppression.ifPresent(it -> listener.suppression(workspaceId, recipient, it));
  }

  private static <T> Optional<T> notUtf8(Mistakes mistakes) {
    mistakes.add(1, "value", "UTF-8", "something else");
    return Optional.empty();
  }

  private void refuseKey(String topic, String expected, String received) {
    refuse(topic + ": key: expected " + expected + ", received " + Mistakes.quoted(received));
  }

  private void refuse(String mistake) {
    refuse(List.of(mistake));
  }

  /** One line for one value, whatever is wrong with it. */
  private void refuse(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      refused.incrementAndGet();
      LogEvent.CONTROL_REFUSED.log(log, String.join("; ", mistakes));
    }
  }

  /** Null when there is none, or none in UTF-8. */
  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
