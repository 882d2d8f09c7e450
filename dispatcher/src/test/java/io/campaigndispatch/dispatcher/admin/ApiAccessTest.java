package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.ApiAccess.Call;
import io.campaigndispatch.dispatcher.admin.ApiAccess.Decision;
import org.junit.jupiter.api.Test;

/** Who may change something. */
class ApiAccessTest {

  private static final String OUTSIDE = "203.0.113.7";

  private final ApiAccess withToken = new ApiAccess("s3cret", "operations");
  private final ApiAccess withoutToken = new ApiAccess(" ", "operations");

  @Test
  void callerWithTheToken_isKnownByItsName() {
    assertThat(withToken.decide(new Call(OUTSIDE, "Bearer s3cret", true)))
        .isEqualTo(new Decision.Caller("operations"));
    assertThat(withToken.decide(new Call(OUTSIDE, "bearer s3cret", false)))
        .isEqualTo(new Decision.Caller("operations"));
  }

  @Test
  void callerWithAnotherTokenOrNone_isUnauthorized_fromThisHostToo() {
    for (String shown : new String[] {null, "", "Bearer", "Bearer ", "Bearer s3cre", "s3cret"}) {
      assertThat(withToken.decide(new Call("127.0.0.1", shown, false)))
          .isInstanceOf(Decision.Unauthorized.class);
    }
  }

  @Test
  void callerOnThisHost_mayWhileNoTokenIsSet() {
    for (String address : new String[] {"127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1"}) {
      assertThat(withoutToken.decide(new Call(address, null, false)))
          .isEqualTo(new Decision.Caller("loopback"));
    }
  }

  @Test
  void callerElsewhere_mayNotWhileNoTokenIsSet() {
    for (String address : new String[] {OUTSIDE, "10.0.0.1", "localhost", ""}) {
      assertThat(withoutToken.decide(new Call(address, "Bearer s3cret", false)))
          .isInstanceOf(Decision.Forbidden.class);
    }
  }

  @Test
  void pageOrProxyOnThisHost_mayNotWhileNoTokenIsSet() {
    assertThat(withoutToken.decide(new Call("127.0.0.1", null, true)))
        .isInstanceOf(Decision.Forbidden.class);
  }
}
