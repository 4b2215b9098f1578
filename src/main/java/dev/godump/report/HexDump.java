package dev.godump.report;

import java.util.HexFormat;

/** Bytes as people look at them: sixteen to a line, with their characters. */
final class HexDump {
  private static final int WIDTH = 16;

  private HexDump() {}

  static void write(TextWriter out, long address, byte[] bytes) {
    HexFormat pairs = HexFormat.ofDelimiter(" ");
    for (int at = 0; at < bytes.length; at += WIDTH) {
      int n = Math.min(WIDTH, bytes.length - at);
      StringBuilder characters = new StringBuilder();
      for (int i = at; i < at + n; i++) {
        characters.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      out.line(
          String.format(
              "  %s  %-47s  %s", Amounts.address(address + at), pairs.formatHex(bytes, at, at + n), characters));
    }
  }

  /** All bytes as one string of hexadecimal digits. */
  static String plain(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
