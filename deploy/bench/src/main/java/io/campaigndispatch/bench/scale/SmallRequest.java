package io.campaigndispatch.bench.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A request with little more than what is required, about 200 bytes, made by changing digits. */
final class SmallRequest {
  private static final String TEXT =
      """
      {"requestId":"r-000000000000","workspaceId":"ws-00000","recipient":"+5215500000000",\
      "message":{"type":"template","name":"order_shipped","language":"es",\
      "body":[{"name":"orderId","value":"1234567"}]}}""";
  private static final byte[] BYTES = TEXT.getBytes(US_ASCII);
  private static final int WORKSPACE = TEXT.indexOf("ws-00000");
  private static final int LAST_OF_ID = TEXT.indexOf("\",\"workspaceId") - 1;
  private static final int LAST_OF_RECIPIENT = TEXT.indexOf("\",\"message") - 1;
  private static final int ID_DIGITS = 12;
  private static final int RECIPIENT_DIGITS = 8;

  private SmallRequest() {}

  /**
   * @param n 0 to 999,999,999,999; the last eight digits are the recipient's too
   * @param workspace its id, eight bytes
   */
  static byte[] of(long n, byte[] workspace) {
    byte[] request = BYTES.clone();
    System.arraycopy(workspace, 0, request, WORKSPACE, workspace.length);
    digits(request, LAST_OF_ID, ID_DIGITS, n);
    digits(request, LAST_OF_RECIPIENT, RECIPIENT_DIGITS, n);
    return request;
  }

  private static void digits(byte[] request, int last, int count, long n) {
    long rest = n;
    for (int at = last; at > last - count; at--) {
      request[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
