package io.campaigndispatch.dispatcher.vendor.transport;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.workspace.CredentialRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets from the environment and from files. A file is looked at once a second at most and read
 * again when its time, size or identity changed; while a new content cannot be used the last good
 * one stays, so that a rotation under way stops nothing.
 */
public final class LocalCredentials implements Credentials {
  private static final Logger log = LoggerFactory.getLogger(LocalCredentials.class);
  private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MAX_BYTES = 64 << 10;

  private final Function<String, @Nullable String> environment;
  private final LongSupplier nanoTime;
  private final Map<CredentialRef.Env, Resolved> variables = new ConcurrentHashMap<>();
  private final Map<CredentialRef.File, Seen> files = new ConcurrentHashMap<>();

  /**
   * @param environment usually {@code System::getenv}; each variable is read once
   * @param nanoTime usually {@code System::nanoTime}
   */
  public LocalCredentials(Function<String, @Nullable String> environment, LongSupplier nanoTime) {
    this.environment = environment;
    this.nanoTime = nanoTime;
  }

  @Override
  public Resolved resolve(CredentialRef ref) {
    return switch (ref) {
      case CredentialRef.Env env -> variables.computeIfAbsent(env, this::fromEnvironment);
      case CredentialRef.File file -> fromFile(file);
      case CredentialRef.None _ -> new Resolved.NotNeeded();
    };
  }

  private Resolved fromEnvironment(CredentialRef.Env env) {
    String place = "env:" + env.name();
    String value = environment.apply(env.name());
    return value == null
        ? missing(place, "expected an environment variable of that name, found none")
        : usable(place, value);
  }

  private Resolved fromFile(CredentialRef.File file) {
    long now = nanoTime.getAsLong();
    Seen seen = files.get(file);
    if (seen != null && now - seen.at() < LOOK_EVERY_NANOS) {
      return seen.resolved();
    }
    Seen looked = look(file, now, seen);
    // A slower look that began earlier must not bring an older content back.
    files.merge(file, looked, (known, ours) -> known.at() - ours.at() > 0 ? known : ours);
    return looked.resolved();
  }

  private static Seen look(CredentialRef.File file, long now, @Nullable Seen before) {
    String place = "file:" + file.path();
    Stamp stamp = null;
    Resolved found;
    try {
      Path path = Path.of(file.path());
      stamp = Stamp.of(path);
      if (before != null && stamp.equals(before.stamp())) {
        return new Seen(now, stamp, before.resolved());
      }
      found =
          stamp.size() > MAX_BYTES
              ? missing(place, "expected at most " + MAX_BYTES + " bytes, found " + stamp.size())
              : usable(place, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException e) {
      found = missing(place, "expected a readable file, found " + e.getClass().getSimpleName());
    }
    if (found instanceof Resolved.Missing missing
        && before != null
        && before.resolved() instanceof Resolved.Secret) {
      if (!Objects.equals(stamp, before.stamp())) {
        LogEvent.CREDENTIAL_NOT_READ.log(log, missing.problem());
      }
      return new Seen(now, stamp, before.resolved());
    }
    return new Seen(now, stamp, found);
  }

  private static Resolved usable(String place, String content) {
    String value = content.strip();
    if (value.isEmpty()) {
      return missing(place, "expected a secret, found nothing");
    }
    // Anything else could end the header line, or would arrive as another character.
    return value.chars().allMatch(c -> c > 0x20 && c < 0x7f)
        ? new Resolved.Secret(value)
        : missing(place, "expected visible ASCII characters only, found others");
  }

  private static Resolved missing(String place, String problem) {
    return new Resolved.Missing("credential " + place + ": " + problem);
  }

  /** The last look at a file. */
  private record Seen(long at, @Nullable Stamp stamp, Resolved resolved) {}

  /** What tells one content of a file from the next without reading it. */
  private record Stamp(long modifiedMillis, long size, @Nullable Object identity) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(seen.lastModifiedTime().toMillis(), seen.size(), seen.fileKey());
    }
  }
}
