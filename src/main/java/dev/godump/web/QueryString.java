package dev.godump.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the query of a URL. */
final class QueryString {
  private static final int HEX = 16;

  private QueryString() {}

  /** Thrown for a query that is malformed. */
  static final class MalformedQueryException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedQueryException(String message) {
      super(message);
    }
  }

  /**
   * Returns the parameters of a query, in order.
   *
   * @param query not decoded; null if there is none
   */
  static List<Parameter> parse(@Nullable String query) throws MalformedQueryException {
    List<Parameter> parameters = new ArrayList<>();
    if (query == null) {
      return parameters;
    }
    for (String part : query.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      parameters.add(
          equals < 0
              ? new Parameter(decode(part), Optional.empty())
              : new Parameter(
                  decode(part.substring(0, equals)),
                  Optional.of(decode(part.substring(equals + 1)))));
    }
    return parameters;
  }

  /** Decodes what {@code URLSearchParams} encodes: percent signs and a plus for a space. */
  static String decode(String text) throws MalformedQueryException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length() || hex(text.charAt(i + 1)) < 0 || hex(text.charAt(i + 2)) < 0) {
          throw new MalformedQueryException("malformed % in the query");
        }
        bytes.write(hex(text.charAt(i + 1)) * HEX + hex(text.charAt(i + 2)));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedQueryException("the query is not UTF-8");
    }
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, HEX) : -1;
  }
}
