package io.campaigndispatch.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Damaged records of every format: whatever comes in, a declared result comes out. */
class HostileInputTest {

  private static final int CASES = 20_000;
  private static final long SEED = 20261120;

  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "\ud800",
          "😀".repeat(40),
          "x".repeat(5_000),
          "../../etc",
          "+",
          "00",
          "(((((",
          "9".repeat(400),
          "https://[",
          "https://[::1%25eth0]/",
          "https://@",
          "2027-13-45T99:99:99Z",
          "+999999999-12-31T23:59",
          "0".repeat(20),
          "١٢٣٤٥٦٧٨٩",
          "null");

  private static final List<JsonNode> BODIES =
      List.of(
          Given.fullRequest(),
          Given.requestWith("{\"type\":\"text\",\"text\":\"hi\",\"conversationId\":\"1\"}"),
          Given.object(
              """
              {"workspaceId":"vendor-acme","template":"t","destination":"51987654321",
               "variablesBody":[{"variable":"a","value":"b"}],
               "file":[{"fileUrl":"https://example.com/a.pdf","fileName":"a"}],"sendType":"3",
               "type":"1","campaignName":"c","content":"x","recipientPhone":"51987654321"}"""),
          Given.object(
              """
              {"channelId":"vendor-acme","conversationId":"521234567890","delay":5000,
               "template":{"name":"n","params":["a"],"type":"image","file":"https://example.com/a",
               "buttons":[{"index":0,"parameters":[{"type":"text","text":"a"}]}]},
               "client":{"name":"J","birthdate":"01/01/2000","customFields":{"a":"b"}}}"""),
          Given.object(
              """
              {"templateName":"t","languageCode":"es","components":[
                {"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com"}}]},
                {"type":"body","parameters":[{"type":"text","text":"a"}]},
                {"type":"button","sub_type":"url","index":"0",
                 "parameters":[{"type":"text","text":"a"}]}],
               "recipients":[{"phoneNumber":"+50212345678","requestId":1}],
               "phoneNumber":"+50212345678","content":"x","requestId":1}"""));

  private final Random random = new Random(SEED);

  @Test
  void damagedRecord_isAnsweredWithADeclaredResult() {
    int valid = 0;
    int invalid = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] value = value();
      Headers headers = headers();
      byte @Nullable [] key = random.nextInt(8) == 0 ? null : bytes("acme");
      try {
        switch (Given.DECODER.decode(key, value, headers, Given.TIMESTAMP)) {
          case Decoded.Valid read -> {
            valid++;
            assertReadable(read);
          }
          case Decoded.Invalid read -> {
            invalid++;
            assertPublishable(read);
          }
          case Decoded.FannedOut read -> assertThat(read.entries()).isNotEmpty();
        }
      } catch (RuntimeException e) {
        fail("seed %d, case %d, value %s".formatted(SEED, i, HexFormat.of().formatHex(value)), e);
      }
    }
    assertThat(valid).as("cases that stay valid").isGreaterThan(CASES / 100);
    assertThat(invalid).as("cases that are damaged").isGreaterThan(CASES / 2);
  }

  /** What the decoder takes, the encoder can write and the decoder takes again. */
  private static void assertReadable(Decoded.Valid read) {
    assertThat(read.unknownFields()).isNotNegative();
    if (read.request().recipient() != null) {
      Decoded again =
          Given.DECODER.decode(
              null, RequestEncoder.encode(read.request()), new RecordHeaders(), Given.TIMESTAMP);
      assertThat(again).isInstanceOf(Decoded.Valid.class);
    }
  }

  private static void assertPublishable(Decoded.Invalid read) {
    assertThat(read.failure().errors()).isNotEmpty();
    assertThat(read.failure().message()).hasSizeLessThan(400);
    read.failure()
        .errors()
        .forEach(
            violation -> {
              assertThat(Texts.hasLoneSurrogate(violation.field())).isFalse();
              assertThat(Texts.hasControl("" + violation.received())).isFalse();
            });
  }

  private byte[] value() {
    JsonNode body = BODIES.get(random.nextInt(BODIES.size())).deepCopy();
    int changes = random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutate(body);
    }
    byte[] value = bytes(body.toString().replace("\ud800", "\\ud800"));
    return random.nextInt(3) == 0 ? damaged(value) : value;
  }

  private Headers headers() {
    Headers headers = new RecordHeaders();
    int format = random.nextInt(10);
    if (format < RequestFormat.values().length) {
      headers.add(DispatchHeaders.FORMAT, bytes(RequestFormat.values()[format].mark()));
      headers.add(DispatchHeaders.CONVERSATION_ID, bytes("1"));
    } else if (format == 9) {
      headers.add(DispatchHeaders.FORMAT, random.nextBoolean() ? null : damaged(bytes("a.b")));
    }
    if (random.nextInt(4) > 0) {
      byte[] id = bytes("v-1");
      headers.add(DispatchHeaders.REQUEST_ID, random.nextInt(8) == 0 ? damaged(id) : id);
    }
    return headers;
  }

  /** Replaces, removes or adds something somewhere in the tree. */
  private void mutate(JsonNode node) {
    switch (node) {
      case ObjectNode object when !object.isEmpty() -> {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
          case 0 -> object.set(name, odd());
          case 1 -> object.remove(name);
          case 2 -> object.set(ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())), odd());
          default -> mutate(object.get(name));
        }
      }
      case ArrayNode array when !array.isEmpty() -> {
        int index = random.nextInt(array.size());
        if (random.nextBoolean()) {
          array.set(index, odd());
        } else {
          mutate(array.get(index));
        }
      }
      default -> {}
    }
  }

  private JsonNode odd() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(8)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextDouble() * 1e300);
      case 4 -> nodes.objectNode().put("type", "text");
      case 5 -> nodes.arrayNode().add(1).addNull().add("a");
      default -> nodes.stringNode(ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())));
    };
  }

  /** Flips, cuts or repeats bytes. */
  private byte[] damaged(byte[] value) {
    byte[] copy = value.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(copy, random.nextInt(copy.length + 1));
      }
      case 1 -> copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
      default -> {
        for (int i = 0; i < 5; i++) {
          copy[random.nextInt(copy.length)] = (byte) "{}[]\",:\\u0d8e+-".charAt(random.nextInt(15));
        }
      }
    }
    return copy;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
