package dev.godump.export;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Hides what objects contain. What was equal stays equal within one export; there is no way back, as
 * the hash depends on a number that is drawn for each export and written nowhere.
 */
final class Redaction {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private final boolean on;
  private final long salt = new SecureRandom().nextLong();

  /** @param on whether anything is to be hidden */
  Redaction(boolean on) {
    this.on = on;
  }

  boolean on() {
    return on;
  }

  /** A number, or what stands for it; 0 stays 0. */
  long number(long value) {
    return on && value != 0 ? mix(value ^ salt) : value;
  }

  /** A text, or its length in bytes and a hash. */
  String text(String text) {
    if (!on) {
      return text;
    }
    long hash = salt;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash ^ text.charAt(i));
    }
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return String.format("%d bytes #%08x", length, hash >>> 32);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * MIX;
    mixed = (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L;
    return mixed ^ mixed >>> 32;
  }
}
