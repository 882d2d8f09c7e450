package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.TaxonomyReplies.MetaRow;
import io.campaigndispatch.dispatcher.core.TaxonomyReplies.ReplyRow;
import io.campaigndispatch.dispatcher.core.TaxonomyReplies.Who;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.FaultPolicy.OnBadGateway;
import io.campaigndispatch.model.workspace.FaultPolicy.OnMarketingLimit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the error taxonomy: what the vendor answers, in each form that can carry it, and
 * what becomes of a message that is answered so each time.
 */
class TaxonomyTest {

  static List<MetaRow> metaRows() {
    return TaxonomyReplies.metaRows();
  }

  static List<ReplyRow> replyRows() {
    return TaxonomyReplies.replyRows();
  }

  @Test
  void table_hasEveryRow_andNoOther() {
    Set<String> tested = new TreeSet<>();
    metaRows().forEach(row -> tested.add(row.row()));
    replyRows().forEach(row -> tested.add(row.row()));

    assertThat(tested).isEqualTo(new TreeSet<>(TaxonomyReplies.rows()));
  }

  @ParameterizedTest
  @MethodSource("metaRows")
  void metasCode_inEveryForm_hasItsVerdictWaitAndOutcome(MetaRow row) {
    for (Who who : Who.values()) {
      for (HttpReply reply : TaxonomyReplies.forms(who, row)) {
        assertThat(Life.of(who, FaultPolicy.STANDARD, reply))
            .as("%s from %s: %s", row.code(), who, TaxonomyReplies.shown(reply))
            .isEqualTo(row.follows());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("replyRows")
  void reply_hasItsVerdictWaitAndOutcome(ReplyRow row) {
    for (Who who : row.who()) {
      assertThat(Life.of(who, FaultPolicy.STANDARD, row.reply()))
          .as("%s from %s: %s", row.row(), who, TaxonomyReplies.shown(row.reply()))
          .isEqualTo(row.follows());
    }
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void uncertainAnswer_isResentWithinItsAttempts_whereThatIsWanted(Who who) {
    HttpReply lost = new HttpReply.Lost(HttpReply.Lost.Cause.TIMEOUT, "");

    assertThat(Life.resent(who, lost)).isEqualTo("FAILING 1s 2s 4s 8s 16s UNCERTAIN");
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void badGateway_isRetried_whereTheVendorIsSaidToTakeNothing(Who who) {
    FaultPolicy retried = policy(OnBadGateway.RETRY, OnMarketingLimit.FAIL);

    assertThat(Life.of(who, retried, TaxonomyReplies.answer(502, "")))
        .isEqualTo("FAILING 1s 2s 4s 8s FAILED RETRY_SOON");
    assertThat(Life.of(who, retried, TaxonomyReplies.answer(504, "<html>")))
        .isEqualTo("FAILING 1s 2s 4s 8s FAILED RETRY_SOON");
  }

  @Test
  void marketingLimit_isTriedOnceMoreAfterADay_whereThatIsWanted() {
    FaultPolicy retried = policy(OnBadGateway.UNCERTAIN, OnMarketingLimit.RETRY);
    HttpReply reply = TaxonomyReplies.answer(400, "{\"error\":{\"code\":131049}}");

    assertThat(Life.of(Who.GATEWAY_TEMPLATE, retried, reply))
        .isEqualTo("95040s FAILED RETRY_LATER");
  }

  private static FaultPolicy policy(OnBadGateway gateway, OnMarketingLimit marketing) {
    return new FaultPolicy(gateway, marketing, FaultPolicy.STANDARD.breaker());
  }
}
