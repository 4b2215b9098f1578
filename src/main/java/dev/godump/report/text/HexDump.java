package dev.godump.report.text;

import dev.godump.types.value.Secrets;
import java.util.HexFormat;

/**
 * Shows bytes in hexadecimal, sixteen per line, with their ASCII characters; or only their number
 * and hash, if contents are kept secret.
 */
public final class HexDump {
  private static final int BYTES_PER_LINE = 16;

  private final byte[] bytes;
  private final Secrets secrets;

  public HexDump(byte[] bytes, Secrets secrets) {
    this.bytes = bytes;
    this.secrets = secrets;
  }

  /**
   * Writes the bytes as text.
   *
   * @param address of the first byte
   */
  public void text(TextWriter out, long address) {
    if (secrets.isHidden()) {
      out.line(
          "  " + Amounts.count(bytes.length, "byte") + ", #" + secrets.hash(bytes, bytes.length));
      return;
    }
    HexFormat pairs = HexFormat.ofDelimiter(" ");
    for (int offset = 0; offset < bytes.length; offset += BYTES_PER_LINE) {
      int count = Math.min(BYTES_PER_LINE, bytes.length - offset);
      StringBuilder characters = new StringBuilder();
      for (int i = offset; i < offset + count; i++) {
        characters.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      out.line(
          String.format(
              "  %s  %-47s  %s",
              Amounts.address(address + offset),
              pairs.formatHex(bytes, offset, offset + count),
              characters));
    }
  }

  /** Adds the bytes to a JSON object, as one string of hexadecimal digits, or their hash. */
  public void json(Json.Fields fields) {
    fields.with("hex", secrets.isHidden() ? null : HexFormat.of().formatHex(bytes));
    if (secrets.isHidden()) {
      fields.with("hash", secrets.hash(bytes, bytes.length));
    }
  }
}
