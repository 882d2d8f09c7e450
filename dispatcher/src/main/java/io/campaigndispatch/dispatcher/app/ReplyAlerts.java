package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.vendor.reply.Alert;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of replies that a person should look at: one line per vendor and code and hour. Called on
 * the transport's threads.
 */
final class ReplyAlerts {

  private static final Logger log = LoggerFactory.getLogger(ReplyAlerts.class);

  private static final long AGAIN_NANOS = Duration.ofHours(1).toNanos();

  /** Codes are the vendor's: whatever it invents, memory is bounded. */
  private static final int MOST = 1_000;

  private record Key(String vendorId, Alert.Kind kind, String code) {}

  private final Map<Key, Long> toldNanos = new ConcurrentHashMap<>();

  /** Returns whether a line was written. */
  boolean tell(String vendorId, Alert alert, long nowNanos) {
    Key key = new Key(vendorId, alert.kind(), alert.code());
    if (toldNanos.size() >= MOST && !toldNanos.containsKey(key)) {
      toldNanos.values().removeIf(told -> nowNanos - told >= AGAIN_NANOS);
      if (toldNanos.size() >= MOST) {
        return false;
      }
    }
    Long told =
        toldNanos.compute(
            key, (_, before) -> isRecent(before, nowNanos) ? before : Long.valueOf(nowNanos));
    if (told != nowNanos) {
      return false;
    }
    LogEvent.VENDOR_REPLY_ODD.log(log, vendorId, alert.code(), alert.kind().says());
    return true;
  }

  private static boolean isRecent(@Nullable Long told, long nowNanos) {
    return told != null && nowNanos - told < AGAIN_NANOS;
  }
}
