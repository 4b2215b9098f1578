package dev.godump.web;

import dev.godump.report.text.Json;
import java.nio.charset.StandardCharsets;

/**
 * What a question got.
 *
 * @param status of HTTP
 * @param json the answer, or an object with the field {@code error}
 */
public record Answer(int status, byte[] json) {
  static final int OK = 200;
  static final int NOT_READY = 202;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int URI_TOO_LONG = 414;
  static final int TOO_MANY_REQUESTS = 429;
  static final int FAILURE = 500;

  public boolean isOk() {
    return status == OK;
  }

  public static Answer ok(byte[] json) {
    return new Answer(OK, json);
  }

  /** The question makes no sense, or names something that the dump does not have. */
  public static Answer badRequest(String error) {
    return error(BAD_REQUEST, error);
  }

  /** The command or dump does not exist. */
  public static Answer notFound(String error) {
    return error(NOT_FOUND, error);
  }

  /** Too many questions are waiting for their answers. */
  public static Answer tooManyRequests(String error) {
    return error(TOO_MANY_REQUESTS, error);
  }

  /** godump failed. */
  public static Answer failure(String error) {
    return error(FAILURE, error);
  }

  static Answer error(int status, String error) {
    String json = Json.line(Json.fields().with("error", error));
    return new Answer(status, json.getBytes(StandardCharsets.UTF_8));
  }
}
