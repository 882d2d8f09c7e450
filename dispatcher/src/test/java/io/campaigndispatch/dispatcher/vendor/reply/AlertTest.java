package io.campaigndispatch.dispatcher.vendor.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.dispatcher.vendor.reply.Alert.Kind;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTest {

  private static @Nullable Alert of(HttpReply reply) {
    Verdict verdict =
        new Vendors(_ -> {})
            .adapter(VendorType.GATEWAY)
            .classify(
                Fixtures.vendor(VendorType.GATEWAY),
                List.of(
                    Fixtures.request(
                        "+50212345678", null, Fixtures.template("t", null, List.of()))),
                reply)
            .getFirst();
    return Alert.of(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; {'error':{'code':987654}}; UNKNOWN_CODE; 987654",
        "500; {'error':{'code':5,'message':'x'}}; UNKNOWN_CODE; 5",
        "200; {'results':[{'phoneNumber':'50212345678','success':false,'code':987654}]}; UNKNOWN_CODE; 987654",
        "400; {'error':{'code':2388001}}; NOT_OF_SENDS; 2388001",
        "400; {'error':{'code':200006}}; NOT_OF_SENDS; 200006",
        "403; {'error':{'code':130497}}; ACCOUNT; 130497",
        "400; {'error':{'code':131030}}; ACCOUNT; 131030",
        "200; <html>; UNREADABLE; BAD_REPLY",
        "403; <html>; REFUSED_BY_A_PAGE; HTTP_403",
        "409; ''; CONFLICT; HTTP_409",
        "405; ''; MISFIT; HTTP_405",
        "406; ''; MISFIT; HTTP_406",
        "415; ''; MISFIT; HTTP_415",
        "301; ''; MISFIT; HTTP_301",
      })
  void replyThatNeedsALook_isTold(int status, String body, Kind kind, String code) {
    assertThat(of(Fixtures.reply(status, body.replace('\'', '"'))))
        .isEqualTo(new Alert(kind, code));
  }

  @Test
  void handshakeThatFails_isTold() {
    assertThat(of(new HttpReply.NotSent(HttpReply.NotSent.Cause.TLS, "")))
        .isEqualTo(new Alert(Kind.TLS, "CONNECT"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; ''",
        "400; {'error':{'code':131026}}",
        "400; {'error':{'code':250}}",
        "400; {'success':false,'code':400,'error':'x'}",
        "401; ''",
        "403; ''",
        "404; {'code':404,'error':'x'}",
        "429; ''",
        "500; ''",
        "503; <html>",
      })
  void usualReply_isNot(int status, String body) {
    assertThat(of(Fixtures.reply(status, body.replace('\'', '"')))).isNull();
  }

  @Test
  void lostReply_isNot() {
    assertThat(of(new HttpReply.Lost(HttpReply.Lost.Cause.TIMEOUT, ""))).isNull();
  }
}
