package dev.godump.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a request for data must bring: 128 random bits, in hexadecimal. Only the user who
 * started the server sees it, so that other users and pages of the same machine get no data.
 */
public final class Token {
  private static final int BYTES = 16;

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** Makes a new token. */
  public static Token random() {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return new Token(HexFormat.of().formatHex(bits));
  }

  /** Whether this is the token, in time that doesn't depend on how much of it is right. */
  boolean is(@Nullable String candidate) {
    return candidate != null
        && MessageDigest.isEqual(
            candidate.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns it in hexadecimal. */
  public String text() {
    return text;
  }
}
