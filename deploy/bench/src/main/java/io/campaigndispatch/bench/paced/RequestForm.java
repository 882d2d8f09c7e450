package io.campaigndispatch.bench.paced;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.campaigndispatch.bench.stub.Call;
import java.time.Instant;

/**
 * A workspace's requests of about 200 bytes, alike but for a number: as cheap to make as to send,
 * so that millions take seconds.
 */
public final class RequestForm {
  /** Whose bulk it is. */
  public static final String CAMPAIGN = "spring-sale";

  private static final int DIGITS = 8;
  private static final String BLANK = "#".repeat(DIGITS);
  private static final long FIRST_RECIPIENT = 5215500000000L;

  private final String workspace;
  private final byte[] form;
  private final int idAt;
  private final int recipientAt;

  private RequestForm(String workspace, String kind) {
    this.workspace = workspace;
    String text =
        """
        {"requestId":"%s-%s","workspaceId":"%s",%s,"recipient":"+52155%s","message":\
        {"type":"template","name":"order_shipped","body":[{"name":"day","value":"jueves"}]}}"""
            .formatted(workspace, BLANK, workspace, kind, BLANK);
    this.form = text.getBytes(US_ASCII);
    this.idAt = text.indexOf(BLANK);
    this.recipientAt = text.lastIndexOf(BLANK);
  }

  /** Bulk: a campaign's. */
  public static RequestForm campaign(String workspace) {
    return new RequestForm(
        workspace, "\"campaignId\":\"" + CAMPAIGN + "\",\"sendType\":\"CAMPAIGN\"");
  }

  /** Bulk, to be sent at one instant. */
  public static RequestForm campaign(String workspace, Instant at) {
    return new RequestForm(
        workspace,
        "\"campaignId\":\"%s\",\"sendType\":\"CAMPAIGN\",\"schedule\":{\"at\":\"%s\"}"
            .formatted(CAMPAIGN, at));
  }

  /** One by one, as another program sends them. */
  public static RequestForm single(String workspace) {
    return new RequestForm(workspace, "\"sendType\":\"API\"");
  }

  public String workspace() {
    return workspace;
  }

  /**
   * @param number 0 to 99,999,999; each has a request id and a recipient of its own
   */
  public byte[] request(long number) {
    byte[] request = form.clone();
    write(number, request, idAt);
    write(number, request, recipientAt);
    return request;
  }

  /** The number of the request that a call was made for. */
  public static long number(Call call) {
    return call.recipient() - FIRST_RECIPIENT;
  }

  private static void write(long number, byte[] to, int at) {
    long rest = number;
    for (int i = at + DIGITS - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
