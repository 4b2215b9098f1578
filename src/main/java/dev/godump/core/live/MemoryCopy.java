package dev.godump.core.live;

import dev.godump.core.live.ProcessImage.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the memory that only the process has, each byte once: pages that were never written to are
 * holes in the copy, and pages as they are in a mapped file are left out. {@code /proc/PID/pagemap}
 * says which these are (Linux, admin-guide/mm/pagemap.rst).
 */
final class MemoryCopy {
  private static final int CHUNK = 1 << 22;
  private static final int ENTRIES = 1 << 13;
  private static final int ENTRY = 8;

  /** Bits of an entry: the page is in memory, is swapped, is a page of a file. */
  private static final long PRESENT = 1L << 63;

  private static final long SWAPPED = 1L << 62;
  private static final long OF_FILE = 1L << 61;

  private final ProcFiles process;
  private final FileChannel memory;
  private final Pace pace;
  private final List<Range> ranges = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private final ByteBuffer entries =
      ByteBuffer.allocate(ENTRIES * ENTRY).order(ByteOrder.nativeOrder());
  private long pageSize;
  private long end;
  private long unread;

  /** Says whether to go on with the next bytes. */
  interface Pace {
    /** Throws if the copy takes too long. */
    void check() throws IOException;
  }

  /**
   * @param memory of the process, its {@code mem}
   */
  MemoryCopy(ProcFiles process, FileChannel memory, Pace pace) {
    this.process = process;
    this.memory = memory;
    this.pace = pace;
  }

  /** Returns what was copied, by ascending address. */
  List<Range> ranges() {
    return ranges;
  }

  /** Returns the bytes that the kernel did not give; they are zeros. */
  long unread() {
    return unread;
  }

  /** Copies the memory of the process, which stands still, to an empty file. */
  void writeTo(FileChannel out) throws IOException {
    pageSize = Math.max(ENTRY, process.auxiliary(ProcFiles.AT_PAGE_SIZE));
    try (FileChannel pages = FileChannel.open(process.file("pagemap"), StandardOpenOption.READ)) {
      for (Mapping mapping : process.mappings()) {
        if (mapping.isOwn()) {
          add(mapping, pages, out);
        }
      }
    }
    if (out.size() < end) {
      // the last mapping ends in a hole
      out.write(ByteBuffer.allocate(1), end - 1);
    }
  }

  private void add(Mapping mapping, FileChannel pages, FileChannel out) throws IOException {
    long start = end;
    if (!mapping.isFile()) {
      ranges.add(new Range(mapping.start(), start, mapping.end() - mapping.start()));
      end = start + mapping.end() - mapping.start();
    }
    long run = -1;
    for (long at = mapping.start(); at < mapping.end(); at += pageSize * ENTRIES) {
      int count = (int) Math.min(ENTRIES, (mapping.end() - at) / pageSize);
      readEntries(pages, at / pageSize, count);
      for (int i = 0; i < count; i++) {
        long page = at + i * pageSize;
        if (!isOwn(entries.getLong(i * ENTRY), mapping)) {
          copyRun(mapping, start, run, page, out);
          run = -1;
        } else if (run < 0) {
          run = page;
        }
      }
    }
    copyRun(mapping, start, run, mapping.end(), out);
  }

  private void readEntries(FileChannel pages, long first, int count) throws IOException {
    entries.clear().limit(count * ENTRY);
    while (entries.hasRemaining()) {
      if (pages.read(entries, first * ENTRY + entries.position()) < 0) {
        throw ended();
      }
    }
  }

  private static boolean isOwn(long entry, Mapping mapping) {
    return (entry & (PRESENT | SWAPPED)) != 0 && !(mapping.isFile() && (entry & OF_FILE) != 0);
  }

  /**
   * Copies a run of pages.
   *
   * @param base where the mapping starts in the copy, unless it is of a file
   * @param run address of the first page, or -1 if there is none
   */
  private void copyRun(Mapping mapping, long base, long run, long stop, FileChannel out)
      throws IOException {
    if (run < 0) {
      return;
    }
    long position = base + run - mapping.start();
    if (mapping.isFile()) {
      position = end;
      ranges.add(new Range(run, position, stop - run));
      end += stop - run;
    }
    for (long at = run; at < stop; ) {
      pace.check();
      int n = read(at, (int) Math.min(CHUNK, stop - at));
      chunk.flip();
      for (int done = 0; done < n; ) {
        done += out.write(chunk, position + done);
      }
      at += n;
      position += n;
    }
  }

  /** Reads some bytes of the process to the chunk; zeros for a page that can't be read. */
  private int read(long address, int length) throws IOException {
    chunk.clear().limit(length);
    try {
      int n = memory.read(chunk, address);
      if (n <= 0) {
        throw ended();
      }
      return n;
    } catch (ProcessException e) {
      throw e;
    } catch (IOException e) {
      chunk.clear();
      for (int i = 0; i < pageSize; i++) {
        chunk.put((byte) 0);
      }
      unread += pageSize;
      return (int) pageSize;
    }
  }

  private static ProcessException ended() {
    return new ProcessException("it ended while it was read");
  }
}
