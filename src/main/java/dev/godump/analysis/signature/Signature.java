package dev.godump.analysis.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies a part of a heap across processes: the holder that leads to it from the roots, and the
 * types and fields on the way, without addresses, counts and keys of maps. Two processes of one
 * program have the same signature for the same part.
 *
 * @param typed whether names come from the executable. Without it, types are shapes and variables
 *     are offsets in a segment, so typed signatures can't be compared with untyped ones
 * @param path the holder, types and fields in words, such as {@code main.sessions →
 *     map[string]*main.Session}
 */
public record Signature(boolean typed, String path) {
  /** How many hexadecimal digits of the hash are shown: a million paths collide once in 500. */
  private static final int DIGITS = 12;

  /**
   * A {@code t} for typed or {@code u} for untyped, and the first digits of the SHA-256 of the path
   * in UTF-8: {@code t0f3c5a9b1e22}.
   */
  public String id() {
    return (typed ? "t" : "u") + hash().substring(0, DIGITS);
  }

  private String hash() {
    try {
      byte[] text = path.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
