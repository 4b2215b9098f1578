package dev.godump.report.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON, besides what JSON requires, the characters that a terminal would obey: DEL, C1
 * control characters, and marks of lines and of writing direction. A reader gets the same text.
 */
final class InertJson extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int DEL = 0x7f;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DEL] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return c > DEL && !Character.isSurrogate((char) c) && TerminalEscaper.isInvisible(c)
        ? new SerializedString(String.format("\\u%04x", c))
        : null;
  }
}
