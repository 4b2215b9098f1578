package dev.godump.types.program;

import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import java.io.IOException;

/**
 * Compares the pointers to code and read-only data that a program starts with in its data segment
 * with those that a dump has there. Few of them change while a program runs, and most differ if
 * code was added or removed, even where all segments keep their sizes.
 *
 * @param total pointers of the executable that the dump has a word for
 * @param same how many of them the dump has as well
 */
public record InitialPointers(int total, int same) {
  /** In dumps of Go 1.19 to 1.27, all were the same; after a change of the code, one in thirty. */
  private static final double ENOUGH = 0.9;

  private static final int PART = 1 << 16;

  /** Compares the dump of a graph with a program at its addresses in the process. */
  public static InitialPointers of(HeapGraph graph, Program program) throws IOException {
    int total = 0;
    int same = 0;
    for (SegmentWords segment : SegmentWords.all(graph)) {
      if (segment.segment().kind() == RecordKind.DATA) {
        InitialPointers found = in(segment, program);
        total += found.total;
        same += found.same;
      }
    }
    return new InitialPointers(total, same);
  }

  private static InitialPointers in(SegmentWords segment, Program program) throws IOException {
    Executable file = program.file();
    int size = file.pointerSize();
    long start = segment.segment().address() - program.slide();
    AddressRange readOnly =
        new AddressRange(program.module().text().start(), program.module().noptrData().start());
    byte[] bytes = new byte[PART];
    int total = 0;
    int same = 0;
    long length = segment.segment().contents().length();
    for (long from = 0; from < length; from += PART) {
      int wanted = (int) Math.min(PART, length - from);
      int n = file.read(start + from, bytes, 0, wanted);
      for (int at = 0; at + size <= n; at += size) {
        long value = word(bytes, at, size, file.bigEndian());
        if (readOnly.contains(value) && segment.words().hasWord(from + at)) {
          total++;
          same += segment.words().word(from + at) - program.slide() == value ? 1 : 0;
        }
      }
      if (n < wanted) {
        break;
      }
    }
    return new InitialPointers(total, same);
  }

  private static long word(byte[] bytes, int at, int size, boolean bigEndian) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (bytes[at + (bigEndian ? i : size - 1 - i)] & 0xff);
    }
    return value;
  }

  /** Whether the dump has nearly all of the pointers that the program starts with. */
  public boolean agree() {
    return total > 0 && same >= ENOUGH * total;
  }
}
