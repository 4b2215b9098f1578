package dev.godump.export;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the text in the bytes of an object without pointers. A Go string says nothing of itself
 * where its bytes are, and the rest of its slot may hold bytes of an older one, so this is a guess.
 */
public final class TextDetector {
  /** Longer slots are buffers rather than strings. */
  public static final int MAX_SLOT = 1024;

  private static final int MIN_LENGTH = 4;

  /** So many characters in a row are text even if other bytes follow. */
  private static final int MIN_LENGTH_BEFORE_OTHER_BYTES = 8;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(MAX_SLOT);

  /** Whether a type's values can be text; null is an unknown type, whose can. */
  public static boolean canHoldText(String type) {
    return type == null
        || type.endsWith("]uint8")
        || type.endsWith("]byte")
        || type.contains("string");
  }

  /** The text that bytes from the start of a slot are, or null if they don't look like any. */
  public String textOf(byte[] bytes, int slot) {
    int end = 0;
    while (end < slot && printable(bytes[end])) {
      end++;
    }
    boolean whole = true;
    for (int i = end; i < slot && whole; i++) {
      whole = bytes[i] == 0;
    }
    return end < (whole ? MIN_LENGTH : MIN_LENGTH_BEFORE_OTHER_BYTES) ? null : decode(bytes, end);
  }

  private static boolean printable(byte b) {
    return b < 0 || b >= ' ' && b != 0x7f || b == '\t' || b == '\n' || b == '\r';
  }

  private String decode(byte[] bytes, int length) {
    chars.clear();
    decoder.reset();
    if (decoder.decode(ByteBuffer.wrap(bytes, 0, length), chars, true).isError()) {
      return null;
    }
    return chars.flip().toString();
  }
}
