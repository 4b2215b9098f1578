package dev.godump.core;

import dev.godump.core.live.ProcessImage;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of an ELF core file (System V ABI, chapter 5): the memory that it has, and its notes.
 * Reads files of 64-bit little-endian machines. A file that was cut keeps what it has. No length in
 * it is trusted.
 *
 * @param machine of the ELF header, 62 for amd64
 * @param segments by ascending address
 * @param missing bytes of memory that the headers promise and the file lacks
 * @param hasRegisters whether all registers of threads are known, not only pc and sp
 */
record CoreFile(
    Source source,
    int machine,
    List<Segment> segments,
    CoreNotes notes,
    long missing,
    boolean hasRegisters) {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int AMD64 = 62;
  private static final int TYPE_CORE = 4;
  private static final int LOAD = 1;
  private static final int NOTE = 4;

  /** The number of program headers that says that the first section header has the number. */
  private static final int MANY = 0xffff;

  /** More mappings than Linux allows a process by default, many times over. */
  private static final int MAX_HEADERS = 1 << 22;

  /** Notes have some KiB per thread, and the names of mapped files. */
  private static final int MAX_NOTES = 1 << 28;

  /**
   * A range of memory with its bytes in the file.
   *
   * @param length bytes in the file; what follows up to the end of the mapping is elsewhere
   */
  record Segment(long address, long offset, long length) {}

  /** Returns a running process as a core file would have it. */
  static CoreFile of(ProcessImage image) {
    return new CoreFile(
        image.bytes(),
        AMD64,
        image.ranges().stream()
            .map(range -> new Segment(range.address(), range.offset(), range.length()))
            .toList(),
        CoreNotes.of(image),
        image.unread(),
        false);
  }

  /** Whether a source starts as a core file. */
  static boolean isCore(Source source) throws IOException {
    byte[] head = new byte[18];
    if (source.read(0, head, 0, head.length) < head.length) {
      return false;
    }
    boolean elf = head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    return elf && (head[5] == 2 ? head[17] == TYPE_CORE : head[16] == TYPE_CORE);
  }

  /**
   * Reads the headers and notes.
   *
   * @throws CoreException if they are damaged, or of another kind of machine
   */
  static CoreFile read(Source source) throws IOException {
    ByteBuffer header = bytes(source, 0, HEADER, "the ELF header");
    if (header.get(4) != 2 || header.get(5) != 1) {
      throw new CoreException(4, "core files of 32-bit and big-endian machines can't be read");
    }
    long at = header.getLong(32);
    long count = header.getShort(56) & 0xffff;
    if (header.getShort(54) != PROGRAM_HEADER) {
      throw new CoreException(54, "the ELF header is damaged: no program headers of 56 bytes");
    }
    if (count == MANY) {
      ByteBuffer first = bytes(source, header.getLong(40), 64, "the first section header");
      count = first.getInt(44) & 0xffffffffL;
    }
    if (count == 0 || count > MAX_HEADERS) {
      throw new CoreException(56, "the ELF header is damaged: " + count + " program headers");
    }
    return read(source, header.getShort(18) & 0xffff, at, (int) count);
  }

  private static CoreFile read(Source source, int machine, long at, int count) throws IOException {
    long size = source.size();
    List<Segment> segments = new ArrayList<>();
    CoreNotes notes = new CoreNotes();
    long missing = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer header =
          bytes(source, at + (long) i * PROGRAM_HEADER, PROGRAM_HEADER, "the program headers");
      int type = header.getInt(0);
      long offset = header.getLong(8);
      long address = header.getLong(16);
      long length = Math.max(0, header.getLong(32));
      long present = offset < 0 ? 0 : Math.max(0, Math.min(length, size - offset));
      if (type == LOAD) {
        missing += length - present;
        if (present > 0 && address + present > address) {
          segments.add(new Segment(address, offset, present));
        }
      } else if (type == NOTE) {
        notes.read(bytes(source, offset, (int) Math.min(present, MAX_NOTES), "the notes"));
      }
    }
    segments.sort((a, b) -> Long.compareUnsigned(a.address, b.address));
    return new CoreFile(source, machine, List.copyOf(segments), notes, missing, true);
  }

  private static ByteBuffer bytes(Source source, long at, int length, String what)
      throws IOException {
    byte[] bytes = new byte[length];
    if (at < 0 || source.read(at, bytes, 0, length) < length) {
      throw new CoreException(Math.max(0, at), "the core file is cut or damaged: it lacks " + what);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
