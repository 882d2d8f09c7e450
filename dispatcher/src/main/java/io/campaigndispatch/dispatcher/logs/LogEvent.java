package io.campaigndispatch.dispatcher.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Everything a worker says of itself: a name, a level, fixed words and the keys of its values.
 * Nothing else is logged by us, so that a line can be looked for by its name ({@code event.action})
 * and its values ({@code dispatch.*}). docs/operations/logs.md says what each one means.
 */
public enum LogEvent {

  // Partitions and their owners.
  PARTITIONS_ASSIGNED(Level.INFO, "partitions assigned count={} owned={}"),
  PARTITIONS_REVOKED(Level.INFO, "partitions revoked count={} owned={}"),
  PARTITIONS_LOST(Level.WARN, "partitions lost count={} owned={}"),
  PARTITION_NOT_RELEASED(Level.WARN, "partition not released in time, going on event={}"),
  MEMBERSHIP_FAILING(Level.WARN, "group membership failed, trying again error={}"),
  MEMBERSHIP_BROKE(Level.ERROR, "group membership failed for good"),
  MEMBERSHIP_NOT_CONFIRMED(Level.WARN, "membership not confirmed, asking again error={}"),
  STOOD_STILL(
      Level.WARN,
      "stood still or cut off for more than 5 s, nothing starts until the group has confirmed us"),
  COMMIT_FAILED(Level.WARN, "commit failed error={}"),

  // Takeover.
  PARTITION_OPENED(Level.INFO, "partition opened partition={} from={} reading={} held={}"),
  FORMER_OWNER_FENCED(Level.INFO, "fencing a former owner that did not let go owner={}"),
  OWNERSHIP_REFUSED(
      Level.WARN, "ownership refused, the group has moved on partitions={} generation={}"),
  TAKEOVER_WAITS(Level.WARN, "takeover waits for Kafka, asking again what={} error={}"),
  TAKEOVER_FAILING(Level.WARN, "taking partitions over failed, trying again error={}"),
  PARTITION_HELD(Level.ERROR, "partition is held, nothing of it is sent partition={} reason={}"),
  JOURNAL_UNREADABLE(Level.ERROR, "journal cannot be read, partition held partition={} offset={}"),
  JOURNAL_TRUNCATED(
      Level.ERROR,
      "journal entries are gone, requests may have been sent that it does not show partition={} needed={} first={} accepted={}"),
  JOURNAL_CREATED_ANEW(
      Level.ERROR, "journal was created anew, reading all of it partition={} needed={} end={}"),
  SNAPSHOT_UNREADABLE(
      Level.ERROR, "snapshot cannot be read, going on without partition={} problem={}"),
  SNAPSHOT_VOID(Level.WARN, "snapshot does not count partition={} reason={}"),
  COMMITTED_OFFSET_VOID(
      Level.WARN, "committed offset is of a requests topic that is gone partition={} committed={}"),
  REQUESTS_LOG_SHORTER(
      Level.ERROR,
      "requests log is shorter than what was read of it, reading it anew partition={} committed={} end={}"),

  // Requests.
  REQUEST_REJECTED(
      Level.WARN, "request rejected partition={} offset={} workspace={} code={} broken={}"),
  REJECTIONS_LEFT_OUT(
      Level.WARN, "requests rejected faster than lines are written, these have none count={}"),
  RECORD_BROKE_DECODER(Level.ERROR, "a record broke the decoder record={}"),
  RECORD_TOO_LARGE(Level.ERROR, "a record is too large for its topic write={}"),
  REQUESTS_LOST(
      Level.ERROR,
      "open requests were deleted from the log and are lost partition={} from={} records={}"),
  UNREAD_REQUESTS_LOST(
      Level.ERROR,
      "requests were deleted from the log before they were read partition={} from={} to={}"),
  UNCLOSED_REQUESTS_LOST(
      Level.ERROR, "requests were deleted before they were closed partition={} from={} to={}"),
  DELAYED_REQUEST_LOST(
      Level.ERROR,
      "an open request was deleted from the delay topic and is lost partition={} offset={}"),
  RETENTION_NEAR(
      Level.WARN,
      "retention will delete open requests partition={} oldest={} usedByTime={} usedByBytes={}"),

  // Vendors.
  BREAKER_OPENED(Level.WARN, "calls to a vendor stop: its breaker opened vendor={} why=\"{}\""),
  BREAKER_CLOSED(Level.INFO, "calls to a vendor go on: its breaker closed vendor={} why=\"{}\""),
  VENDOR_REPLY_ODD(Level.WARN, "vendor reply needs a look vendor={} code={} what=\"{}\""),
  VENDOR_REPLY_CONTRADICTORY(Level.WARN, "vendor reply contradicts itself alert=\"{}\""),
  REPLY_NOT_CLASSIFIED(Level.ERROR, "a reply could not be classified vendor={}"),
  CATALOGUE_UNAVAILABLE(Level.WARN, "template catalogue not available vendor={} reply={}"),
  CREDENTIAL_NOT_READ(
      Level.WARN, "credential cannot be read again, the last one stays problem=\"{}\""),
  CALL_NOT_PREPARED(Level.ERROR, "a call could not be prepared host={}"),
  CALL_LISTENER_BROKE(Level.ERROR, "a listener failed on a vendor's call"),
  REPLY_LISTENER_BROKE(Level.ERROR, "a listener failed on a vendor's reply reply={}"),

  // Reading and writing.
  READING_FAILING(Level.WARN, "reading failed, trying again error={}"),
  READING_BROKE(Level.ERROR, "reading failed for good"),
  REREADING_FAILING(Level.WARN, "reading again failed, trying again error={}"),
  REREADING_BROKE(Level.ERROR, "reading again failed for good"),
  TRANSACTION_FAILING(
      Level.WARN, "transaction failed, trying again failures={} writes={} error={}"),
  TRANSACTION_RECOVERED(Level.INFO, "transaction committed after all failures={} writes={}"),
  TRANSACTION_END_UNANSWERED(
      Level.WARN, "the end of a transaction is not answered, asking again what={} error={}"),
  RESULTS_REFUSED(
      Level.ERROR,
      "Kafka refuses results, trying again until they are permitted failures={} writes={} error={}"),
  RESULTS_LATE(Level.WARN, "the last results could not be written in time unwritten={}"),
  PUBLISHER_BROKE(Level.ERROR, "nothing can be written any more"),
  CORE_BROKE(Level.ERROR, "the core broke"),

  // Topics.
  TOPICS_PREPARED(Level.INFO, "preparing topics bootstrap={}"),
  REQUESTS_TOPIC_GROWN(
      Level.INFO,
      "requests topic has grown, records of the new partitions are moved home, keys keep their home from={} to={}"),
  NEW_PARTITIONS_WAIT(Level.ERROR, "new partitions of the requests topic wait problem=\"{}\""),
  TOPICS_EXTENDED(Level.INFO, "topics reach as far as the requests topic partitions={}"),
  TOPIC_CREATED_ANEW(Level.ERROR, "the topic was created anew topic={} adopted={} found={}"),
  TOPIC_DELETED(Level.ERROR, "a topic was deleted problem=\"{}\""),
  DELETED_TOPIC_NOT_CREATED(Level.ERROR, "a deleted topic cannot be created anew problem=\"{}\""),
  PROGRESS_TOPIC_NEW(
      Level.WARN, "the progress topic was created anew: every snapshot is written whole again"),
  ADOPTION_NOT_WRITTEN(Level.WARN, "the adoption cannot be written again problem=\"{}\""),
  TOPIC_NOT_SEEN(Level.WARN, "the topic cannot be looked at topic={} error={}"),
  TOPICS_NOT_SEEN(Level.WARN, "the topics cannot be looked at error={}"),
  DELAY_NOT_TRIMMED(
      Level.WARN, "records that nobody needs cannot be deleted, the topic grows topic={} error={}"),

  // Operators.
  CONTROL_LOADED(Level.INFO, "control topics loaded workspaces={}"),
  CONTROL_REFUSED(Level.ERROR, "not used, what was before stays in force mistakes=\"{}\""),
  CONTROL_FAILING(Level.WARN, "reading control topics failed, trying again error={}"),
  CONTROL_BROKE(Level.ERROR, "control broke"),
  ORDER_GIVEN(Level.INFO, "order by={} what={} result={}"),
  DEAD_LETTERS_HANDLED(Level.INFO, "dead letters done={} partition={} offsets={} by={}"),
  DEAD_LETTERS_DONE(Level.INFO, "dead letters were all looked at done={} number={} by={}"),
  FLEET_FAILING(Level.WARN, "the other workers are not heard, trying again error={}"),
  FLEET_BROKE(Level.ERROR, "the other workers are no longer heard"),

  // The process.
  WARMED_UP(Level.INFO, "warmed up millis={}"),
  NOT_WARMED_UP(Level.WARN, "could not warm up, the first messages may be late error={}"),
  CLOCK_STEPPED(
      Level.WARN,
      "the wall clock was stepped: what expires or is due between the two times waits until it has settled byMillis={}"),
  CLOCK_SETTLED(Level.WARN, "the wall clock has settled now={}"),
  THREAD_INTERRUPTED(Level.INFO, "interrupted, it ends thread={}"),
  EMBEDDED_KAFKA_READY(Level.INFO, "embedded Kafka answers host={} port={} data={}"),
  EMBEDDED_KAFKA_ENDS(Level.ERROR, "embedded Kafka ends this process reason={}"),
  EMBEDDED_KAFKA_HALTS(Level.ERROR, "embedded Kafka halts this process reason={}"),
  EMBEDDED_LOCK_KEPT(Level.WARN, "could not release the embedded broker's lock");

  private static final Map<String, LogEvent> BY_TEMPLATE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(event -> event.template, Function.identity()));

  private final Level level;
  private final String template;
  private final List<String> keys;

  LogEvent(Level level, String template) {
    this.level = level;
    this.template = template;
    List<String> found = new ArrayList<>();
    for (Matcher key = keyIn(template); key.find(); ) {
      found.add(key.group(1));
    }
    this.keys = List.copyOf(found);
  }

  // An enum's constants are made before its other fields.
  private static Matcher keyIn(String template) {
    return Pattern.compile(" (\\w+)=\"?\\{}").matcher(template);
  }

  /** The event whose words these are; null when they are none of ours. */
  static @Nullable LogEvent of(String template) {
    return BY_TEMPLATE.get(template);
  }

  /** Of its values, in their order. */
  public List<String> keys() {
    return keys;
  }

  public Level level() {
    return level;
  }

  /** The words and, in the form {@code key={}}, the values. */
  public String template() {
    return template;
  }

  /**
   * Writes a line. What is text in it is masked.
   *
   * @param values in the order of the keys; a throwable after them is the cause
   */
  public void log(Logger logger, @Nullable Object... values) {
    if (logger.isEnabledForLevel(level)) {
      logger.atLevel(level).log(template, Arrays.stream(values).map(LogEvent::shown).toArray());
    }
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number;
      case Boolean truth -> truth;
      case Throwable cause -> cause;
      default -> Redaction.maskValue(value.toString());
    };
  }
}
