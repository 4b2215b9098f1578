package dev.godump.types.value;

import dev.godump.binary.file.Section;
import dev.godump.format.DumpRecord;
import dev.godump.format.FrameLookup;
import dev.godump.format.RecordContents;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the dumped process, as far as it is known: objects, segments and frames from the
 * dump, constants from the executable. Not thread-safe.
 */
public final class ProcessMemory {
  private final HeapGraph graph;
  private final Optional<Program> program;
  private final FrameLookup frameRecords;

  /** Built on first use. */
  private @Nullable Stacks stacks;

  public ProcessMemory(HeapGraph graph, Optional<Program> program) {
    this.graph = graph;
    this.program = program;
    this.frameRecords = new FrameLookup(graph.source());
  }

  /**
   * The stacks of goroutines by address.
   *
   * @param lowestByStack lowest addresses, ascending (unsigned)
   * @param innermostByStack the innermost frame of each
   */
  private record Stacks(long[] lowestByStack, int[] innermostByStack) {}

  /** Bytes of a pointer: 4 or 8. */
  public int wordSize() {
    return graph.process().params().pointerSize();
  }

  public boolean bigEndian() {
    return graph.process().params().bigEndian();
  }

  /**
   * Copies bytes at an address, as far as they are known and in one object, segment, frame or
   * section.
   *
   * @return the number of bytes copied, at most {@code length}
   */
  public int read(long address, byte[] into, int length) throws IOException {
    int object = graph.objects().find(address);
    if (object != ObjectTable.NONE) {
      return copy(
          graph.record(object).contents(), address - graph.objects().address(object), into, length);
    }
    for (DumpRecord.Segment segment : graph.process().segments()) {
      long offset = address - segment.address();
      if (offset >= 0 && offset < segment.contents().length()) {
        return copy(segment.contents(), offset, into, length);
      }
    }
    int frame = frameAt(address);
    if (frame != Frames.NONE) {
      Frames frames = graph.process().frames();
      return copy(
          frameRecords.at(frames.position(frame)).contents(),
          address - frames.sp(frame),
          into,
          length);
    }
    return readExecutable(address, into, length, false);
  }

  /**
   * Copies bytes that the program never changes, such as the value in an interface. Bytes that are
   * not in the dump are taken from the executable, variables included.
   *
   * @return the number of bytes copied, at most {@code length}
   */
  int readConstant(long address, byte[] into, int length) throws IOException {
    int available = read(address, into, length);
    return available > 0 ? available : readExecutable(address, into, length, true);
  }

  /**
   * Copies bytes at an address from the executable: constants, and the initial contents of
   * variables if requested.
   */
  private int readExecutable(long address, byte[] into, int length, boolean variables) {
    if (program.isEmpty()) {
      return 0;
    }
    long slide = program.get().slide();
    for (Section section : program.get().file().sections()) {
      long offset = address - slide - section.address();
      if (offset < 0 || offset >= section.size() || section.address() == 0) {
        continue;
      }
      int available = (int) Math.min(length, section.size() - offset);
      if (!isVariable(section.name())) {
        return program.get().file().readRelocated(slide, address - slide, into, 0, available);
      }
      if (!variables) {
        return 0;
      }
      int stored = program.get().file().readRelocated(slide, address - slide, into, 0, available);
      Arrays.fill(into, stored, available, (byte) 0);
      return available;
    }
    return 0;
  }

  /**
   * Whether a section has variables. Dumps leave out those without pointers; the file has their
   * initial contents.
   */
  private static boolean isVariable(String section) {
    boolean constant =
        section.contains("rodata") || section.equals(".rdata") || section.contains("rel.ro");
    return section.contains("bss") || (section.contains("data") && !constant);
  }

  private int copy(RecordContents contents, long offset, byte[] into, int length)
      throws IOException {
    long available = Math.min(length, contents.present() - offset);
    return available <= 0
        ? 0
        : graph.source().read(contents.position() + offset, into, 0, (int) available);
  }

  /** The frame that an address is in, or {@link Frames#NONE}. */
  private int frameAt(long address) {
    Frames frames = graph.process().frames();
    Stacks sorted = stacks;
    if (sorted == null) {
      sorted = sortedStacks(frames);
      stacks = sorted;
    }
    int low = 0;
    int high = sorted.lowestByStack.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(sorted.lowestByStack[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0) {
      return Frames.NONE;
    }
    int first = sorted.innermostByStack[high];
    for (int frame = first;
        frame < frames.count() && frames.goroutine(frame) == frames.goroutine(first);
        frame++) {
      long offset = address - frames.sp(frame);
      if (offset >= 0 && offset < frames.size(frame)) {
        return frame;
      }
    }
    return Frames.NONE;
  }

  private static Stacks sortedStacks(Frames frames) {
    int goroutines = 0;
    for (int frame = 0; frame < frames.count(); frame++) {
      goroutines += isInnermost(frames, frame) ? 1 : 0;
    }
    long[] lowest = new long[goroutines];
    int[] first = new int[goroutines];
    int at = 0;
    for (int frame = 0; frame < frames.count(); frame++) {
      if (isInnermost(frames, frame)) {
        first[at] = frame;
        lowest[at++] = frames.sp(frame);
      }
    }
    it.unimi.dsi.fastutil.Arrays.quickSort(
        0,
        goroutines,
        (a, b) -> Long.compareUnsigned(lowest[a], lowest[b]),
        (a, b) -> {
          LongArrays.swap(lowest, a, b);
          it.unimi.dsi.fastutil.ints.IntArrays.swap(first, a, b);
        });
    return new Stacks(lowest, first);
  }

  private static boolean isInnermost(Frames frames, int frame) {
    return frame == 0 || frames.goroutine(frame - 1) != frames.goroutine(frame);
  }
}
