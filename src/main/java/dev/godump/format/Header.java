package dev.godump.format;

import dev.godump.io.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Checks the first line of a dump, and names the format of other files. */
final class Header {
  static final int LENGTH = 16;

  /** The first line of a dump. */
  static final String SUPPORTED = "go1.7 heap dump\n";

  private static final String EARLIER = "go1\\.[3-6] heap dump\n";
  private static final String LATER = "go1\\.\\d+ heap dump\n(?s:.*)";
  private static final String HOW_TO =
      "godump reads what runtime/debug.WriteHeapDump of Go 1.7 or later wrote";

  private Header() {}

  /**
   * Checks that a source is a dump.
   *
   * @throws FormatException if not; the message names the file's actual format
   */
  static void check(Source source) throws IOException {
    byte[] head = new byte[LENGTH];
    int n = source.read(0, head, 0, head.length);
    String text = new String(head, 0, n, StandardCharsets.ISO_8859_1);
    if (!text.equals(SUPPORTED)) {
      head = new byte[512];
      n = source.read(0, head, 0, head.length);
      String early = source.prematureEnd().map(why -> " (" + why + ")").orElse("");
      throw new FormatException(0, describe(Arrays.copyOf(head, n), text) + early + "; " + HOW_TO);
    }
  }

  private static String describe(byte[] head, String line) {
    if (head.length == 0) {
      return "the file is empty";
    }
    if (SUPPORTED.startsWith(line)) {
      return "the file was cut inside its first line";
    }
    if (line.matches(EARLIER)) {
      String version = line.substring(0, line.indexOf(' '));
      return "this is a "
          + version
          + " heap dump, the format of a Go before 1.7: build the program with a"
          + " newer Go, or read it with the tool of its time, github.com/randall77/heapdump14";
    }
    if (startsWith(head, 0x7f, 'E', 'L', 'F')) {
      boolean core = head.length > 17 && (head[16] == 4 || head[17] == 4);
      return core
          ? "this is an ELF core file, not a heap dump: godump dump writes one from it"
          : "this is an ELF executable or library, not a heap dump";
    }
    if (startsWith(head, 0xcf, 0xfa, 0xed, 0xfe) || startsWith(head, 0xfe, 0xed, 0xfa)) {
      return "this is a Mach-O file, not a heap dump";
    }
    if (startsWith(head, 'M', 'Z')) {
      return "this is a Windows executable, not a heap dump";
    }
    if (startsWith(head, 'M', 'D', 'M', 'P')) {
      return "this is a Windows minidump, not a Go heap dump";
    }
    if (startsWith(head, 'P', 'K', 3, 4)) {
      return "this is a zip archive: unpack it first";
    }
    if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z')) {
      return "this is an xz file: unpack it first (xz -d); .gz and .zst are read as they are";
    }
    if (startsWith(head, 'B', 'Z', 'h')) {
      return "this is a bzip2 file: unpack it first (bzip2 -d); .gz and .zst are read as they are";
    }
    if (startsWith(head, 0x1f, 0x8b) || startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return "this file was compressed twice: unpack it once";
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.matches(LATER)) {
      return "this is a heap dump of format "
          + text.substring(0, text.indexOf(' '))
          + ", newer than godump knows";
    }
    if (text.startsWith("JAVA PROFILE ")) {
      return "this is a Java heap dump (hprof), not a Go one";
    }
    if (text.startsWith("go 1.") && text.contains("trace\0")) {
      return "this is a Go execution trace: go tool trace reads those";
    }
    if (text.startsWith("heap profile: ")
        || text.startsWith("goroutine profile: ")
        || looksLikePprof(head)) {
      return "this is a pprof profile, not a heap dump: go tool pprof reads those";
    }
    if (text.startsWith("goroutine ") && text.contains(" [")) {
      return "this is a text of goroutine stacks, not a heap dump";
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return "this is JSON or other text, not a heap dump";
    }
    return "this is not a heap dump: it doesn't start with \"go1.7 heap dump\"";
  }

  /**
   * Whether a file looks like profile.proto, with its top fields in any order: numbers (time,
   * duration, period, default sample type) and the small messages of two numbers that its sample
   * types and period type are. A file that starts with these fields, two of them such messages, is
   * taken for a profile.
   */
  private static boolean looksLikePprof(byte[] head) {
    int at = 0;
    int valueTypes = 0;
    while (at + 6 <= head.length && valueTypes < 2) {
      int field = head[at] >> 3;
      int wireType = head[at] & 7;
      if (wireType == 2
          && (field == 1 || field == 11)
          && head[at + 1] == 4
          && head[at + 2] == 8
          && head[at + 4] == 16) {
        valueTypes++;
        at += 6;
      } else if (wireType == 0 && field >= 9 && field <= 14) {
        for (at++; at < head.length && head[at] < 0; at++) {
          // skip all bytes of a varint but its last
        }
        at++;
      } else {
        return false;
      }
    }
    return valueTypes == 2;
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
