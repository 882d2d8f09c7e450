package io.campaigndispatch.dispatcher.admin;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers that say what was expected ({@code application/problem+json}). */
final class Problems {

  private Problems() {}

  /**
   * @param received null when it is better not repeated
   */
  static ErrorResponseException of(
      HttpStatus status, String field, String expected, @Nullable String received) {
    String what = received == null ? "" : ", received \"" + received + '"';
    ProblemDetail detail =
        ProblemDetail.forStatusAndDetail(status, field + ": expected " + expected + what);
    detail.setProperty("field", field);
    detail.setProperty("expected", expected);
    detail.setProperty("received", received);
    return new ErrorResponseException(status, detail, null);
  }

  static ErrorResponseException unauthorized(String expected) {
    ErrorResponseException problem = of(HttpStatus.UNAUTHORIZED, "Authorization", expected, null);
    problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return problem;
  }
}
