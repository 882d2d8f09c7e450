package io.campaigndispatch.demo.scenario;

/** Request ids and phone numbers that no other request of the campaign has. */
final class Ids {

  private static final long FIRST_NUMBER = 5_215_500_000_000L;

  private final String prefix;
  private int last;

  /**
   * @param prefix tells two campaigns apart
   */
  Ids(String prefix) {
    this.prefix = prefix;
  }

  /** What identifies a request. */
  record Identity(String requestId, String digits, int number) {

    String recipient() {
      return "+" + digits;
    }

    /** The recipient as people write it, in one of several ways. */
    String written() {
      return switch (number % 4) {
        case 0 ->
            "+" + digits.substring(0, 2) + " " + digits.substring(2, 5) + "-" + digits.substring(5);
        case 1 -> digits;
        default -> recipient();
      };
    }

    /** A text that no other request has. */
    String text() {
      return "Seguimos aquí para ayudarle. Folio " + requestId;
    }

    /** Without the number. */
    @Override
    public String toString() {
      return requestId;
    }
  }

  Identity next() {
    int number = last++;
    return new Identity(prefix + "-" + number, Long.toString(FIRST_NUMBER + number), number);
  }
}
