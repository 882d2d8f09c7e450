package io.campaigndispatch.dispatcher.journal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The names of a snapshot's chunks, and their records' keys: {@code <partition>/<name>}, such as
 * {@code 7/head}, {@code 7/open/12} or {@code 7/ids/3}.
 */
final class ChunkKey {

  static final String HEAD = "head";

  /** Written by former versions only. */
  static final String UNADMITTED = "unadmitted";

  static final String LEVELS = "levels";

  /** There when a verdict holds something. */
  static final String HOLDS = "holds";

  /** When what expires. */
  static final String EXPIRIES = "expiries";

  /** There when something is started. */
  static final String STARTED = "started";

  /** How far the delay topic is known. */
  static final String DELAY = "delay";

  private static final String IDS = "ids/";
  private static final String DELAYED = "delayed/";

  private ChunkKey() {}

  /** Open requests; there is a power of two of these. */
  static String open(int chunk) {
    return "open/" + chunk;
  }

  /** Recent ids; a slot is free for others once its ids are no more. */
  static String ids(int slot) {
    return IDS + slot;
  }

  /** Requests that wait in the delay topic; there is a power of two of these, or none. */
  static String delayed(int chunk) {
    return DELAYED + chunk;
  }

  static boolean isDelayed(String name) {
    return name.startsWith(DELAYED);
  }

  static boolean isIds(String name) {
    return name.startsWith(IDS);
  }

  static byte[] of(int partition, String name) {
    return (partition + "/" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** The name in a key; null when it is no key of this partition's snapshot. */
  static @Nullable String nameIn(byte @Nullable [] key, int partition) {
    if (key == null) {
      return null;
    }
    String text = new String(key, StandardCharsets.UTF_8);
    String prefix = partition + "/";
    return text.startsWith(prefix) ? text.substring(prefix.length()) : null;
  }
}
