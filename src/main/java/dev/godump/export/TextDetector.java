package dev.godump.export;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Guesses the text in the bytes of an object without pointers. The bytes of a Go string have no
 * header, and the rest of the slot may have bytes of an older string.
 */
public final class TextDetector {
  /** Larger slots are taken for buffers, in bytes. */
  public static final int MAX_SLOT = 1024;

  private static final int MIN_LENGTH = 4;

  /** Shortest text, in bytes, if other bytes than zeros follow it. */
  private static final int MIN_LENGTH_BEFORE_OTHER_BYTES = 8;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(MAX_SLOT);

  /** Whether values of a type can be text; they can if it is unknown (null). */
  public static boolean canHoldText(@Nullable String type) {
    return type == null
        || type.endsWith("]uint8")
        || type.endsWith("]byte")
        || type.contains("string");
  }

  /** Returns the text at the start of a slot, or null if the bytes don't look like text. */
  public @Nullable String textOf(byte[] bytes, int slot) {
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
    return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t' || b == '\n' || b == '\r';
  }

  private @Nullable String decode(byte[] bytes, int length) {
    chars.clear();
    decoder.reset();
    if (decoder.decode(ByteBuffer.wrap(bytes, 0, length), chars, true).isError()) {
      return null;
    }
    return chars.flip().toString();
  }
}
