package dev.godump.types.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Shows contents, or replaces them by lengths and hashes. Within one run, equal contents have equal
 * hashes. Each run uses its own random key, so that hashes don't reveal contents.
 */
public final class Secrets {
  /** Bytes of contents that are hashed; the rest is ignored. */
  public static final int HASHED = 1 << 16;

  /** Shows everything. */
  public static final Secrets SHOWN = new Secrets(null);

  private static final int KEY = 32;

  /** Null if contents are shown. */
  private final byte @Nullable [] key;

  /** Null if contents are shown. */
  private final @Nullable SipHash numbers;

  private Secrets(byte @Nullable [] key) {
    this.key = key;
    this.numbers = key == null ? null : new SipHash(key);
  }

  /** Hides contents. The key is random, and is written nowhere. */
  public static Secrets keyed() {
    byte[] key = new byte[KEY];
    new SecureRandom().nextBytes(key);
    return new Secrets(key);
  }

  public boolean isHidden() {
    return key != null;
  }

  /** A number, or its hash; 0 stays 0. */
  public long number(long value) {
    return numbers != null && value != 0 ? numbers.hash(value) : value;
  }

  /** A text, or its length in bytes and a hash. */
  public String text(String text) {
    if (key == null) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length + " bytes #" + hash(bytes, bytes.length);
  }

  GoValue scalar(Object value, int size) {
    return isHidden() && !(value instanceof Boolean)
        ? new GoValue.Redacted(size, "")
        : new GoValue.Scalar(value);
  }

  GoValue text(byte[] bytes, long length) {
    if (isHidden()) {
      return new GoValue.Redacted(length, hash(bytes, length));
    }
    return GoValue.Text.of(bytes, length);
  }

  GoValue bytes(byte[] bytes, long address, long length, long capacity) {
    return isHidden()
        ? new GoValue.Redacted(length, hash(bytes, length))
        : new GoValue.Bytes(bytes, address, length, capacity);
  }

  /** Eight hexadecimal digits, equal for equal contents. */
  public String hash(byte[] bytes, long length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      digest.update((byte) length);
      digest.update((byte) (length >>> 8));
      digest.update(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 4));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
