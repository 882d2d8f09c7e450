package io.campaigndispatch.demo.proof;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks through a worker's log for what must never be in it: the recipients, tokens and vendors'
 * ids of its run, whatever looks like one, and lines that are none of the vocabulary.
 */
public final class LogScan {

  private static final String OURS = "io.campaigndispatch.dispatcher.";

  /** The end of a number by which one is told in every form of it, national ones too. */
  private static final int TELLING_DIGITS = 8;

  private static final Pattern LOOKS_SECRET =
      Pattern.compile(
          "\\+\\d{8,}|(?<!\\d)(?!10{9,}\\b)\\d{10,}|wamid\\.|[Bb]earer [^*\\s]|eyJ[\\w-]{8,}");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s().-]");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");

  private final Set<String> numbers;
  private final Set<String> secrets;

  /** A request that was rejected, by its record's place. */
  public record Rejected(int partition, long offset, String code) {}

  /**
   * @param numbers the digits of every recipient of the run
   * @param secrets its tokens and the vendors' ids, as they are
   */
  public LogScan(Set<String> numbers, Set<String> secrets) {
    this.numbers =
        numbers.stream()
            .map(digits -> digits.substring(Math.max(0, digits.length() - TELLING_DIGITS)))
            .collect(Collectors.toUnmodifiableSet());
    this.secrets = Set.copyOf(secrets);
  }

  /** What is wrong, a line each; without the secret itself. */
  public List<String> findings(List<String> lines) {
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      for (String problem : problems(lines.get(i))) {
        findings.add("line " + (i + 1) + ": " + problem);
      }
    }
    return findings;
  }

  private List<String> problems(String line) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      return List.of("no JSON");
    }
    List<String> problems = new ArrayList<>(misfits(json));
    String said = texts(json).collect(Collectors.joining("\n"));
    // The line too, for what is no text in it.
    if (holdsNumber(SEPARATORS.matcher(said).replaceAll("")) || holdsNumber(line)) {
      problems.add("a recipient's number");
    }
    if (secrets.stream().anyMatch(said::contains)) {
      problems.add("a token or a vendor's id");
    }
    if (LOOKS_SECRET.matcher(said).find()) {
      problems.add("what looks like a number, an id or a token");
    }
    if (BASE64.matcher(said).results().map(MatchResult::group).anyMatch(this::hidesNumber)) {
      problems.add("a recipient's number in base64");
    }
    return problems;
  }

  /** What is ours says which event it is, with that event's values. */
  private static List<String> misfits(JsonNode json) {
    if (!json.isObject()) {
      return List.of("no object of JSON");
    }
    String name = json.at("/event/action").asString("");
    if (name.isEmpty()) {
      boolean ours = json.at("/log/logger").asString("").startsWith(OURS);
      return ours || json.has("dispatch") ? List.of("ours, and no event") : List.of();
    }
    return Arrays.stream(LogEvent.values())
        .filter(event -> event.name().equals(name))
        .findFirst()
        .map(event -> keys(json).equals(event.keys()) ? List.<String>of() : List.of("other values"))
        .orElse(List.of("an event that is none"));
  }

  private static List<String> keys(JsonNode json) {
    return List.copyOf(json.path("dispatch").propertyNames());
  }

  private static Stream<String> texts(JsonNode json) {
    return json.isContainer()
        ? json.propertyStream()
            .filter(member -> !member.getKey().equals("@timestamp"))
            .flatMap(member -> texts(member.getValue()))
        : Stream.of(json.isString() ? json.asString() : "");
  }

  private boolean holdsNumber(String text) {
    return numbers.stream().anyMatch(text::contains);
  }

  /** Wherever in it base64 begins: what stands before it may look like more of it. */
  private boolean hidesNumber(String text) {
    String plain = text.replace('-', '+').replace('_', '/').replace("=", "");
    return IntStream.range(0, 4)
        .mapToObj(plain::substring)
        .map(part -> part.substring(0, part.length() / 4 * 4))
        .map(part -> Base64.getDecoder().decode(part))
        .anyMatch(bytes -> holdsNumber(new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  /** The requests that have a line of their own, in the order of their lines. */
  public static List<Rejected> rejected(List<String> lines) {
    return lines.stream()
        .map(JsonMapper.shared()::readTree)
        .filter(
            json -> json.at("/event/action").asString("").equals(LogEvent.REQUEST_REJECTED.name()))
        .map(json -> json.path("dispatch"))
        .map(
            values ->
                new Rejected(
                    values.path("partition").intValue(),
                    values.path("offset").longValue(),
                    values.path("code").asString()))
        .toList();
  }
}
