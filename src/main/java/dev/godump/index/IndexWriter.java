package dev.godump.index;

import dev.godump.io.EndOfBytesException;
import dev.godump.io.Parallel;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.ints.Int2IntSortedMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * Writes an index, section by section, then its directory and head with {@link #finish}. Until then
 * the file is not an index: without its head, {@link IndexFile#open} refuses it. Section names must
 * be unique. Not thread-safe, but values and rows are requested by several threads.
 */
public final class IndexWriter implements Closeable {
  /** Entries per block of a column. */
  private static final int COLUMN_BLOCK = 1 << 10;

  /** Rows per block. */
  private static final int ROW_BLOCK = 1 << 8;

  /** Blocks encoded together, on several threads. */
  private static final int BATCH = 256;

  /** Most rows between two calls of {@link RowSource#prepare}, a power of two. */
  public static final int ROWS_AT_ONCE = ROW_BLOCK * BATCH;

  private final FileChannel channel;

  private static final Preparation NO_PREPARATION = (from, to) -> {};

  /** Bytes at the end that are not in the file yet. */
  private final ByteBuffer pending = ByteBuffer.allocateDirect(1 << 20);

  private final List<IndexSection> sections = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private boolean finished;
  private long end = IndexFile.HEAD;

  /**
   * Opens a file for writing.
   *
   * @param file exists and is empty
   */
  public IndexWriter(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Writes a section of bytes, which is read as a whole. */
  public void bytes(String name, byte[] bytes) throws IOException {
    requireNew(name);
    long start = end;
    append(bytes, bytes.length);
    sections.add(
        new IndexSection(name, start, bytes.length, 0, 0, Blocks.checksum(bytes, 0, bytes.length)));
  }

  /**
   * Writes a column of numbers that are mostly small.
   *
   * @param values of entries from 0, each at least 0; called by several threads
   */
  public void column(String name, int count, IntToLongFunction values) throws IOException {
    blocks(
        name,
        count,
        COLUMN_BLOCK,
        NO_PREPARATION,
        (from, to) -> ColumnBlock.varints(from, to, values));
  }

  /**
   * Writes a column of numbers that are mostly close to the one before, such as ascending ones; any
   * long is possible.
   */
  public void deltaColumn(String name, int count, IntToLongFunction values) throws IOException {
    blocks(
        name,
        count,
        COLUMN_BLOCK,
        NO_PREPARATION,
        (from, to) -> ColumnBlock.deltas(from, to, values));
  }

  /**
   * Writes a column of numbers in no order, in four bytes each, which are encoded and read much
   * faster than those of other columns.
   *
   * @param values of entries from 0, each at least 0; called by several threads
   */
  public void fixedColumn(String name, int count, IntUnaryOperator values) throws IOException {
    blocks(
        name,
        count,
        COLUMN_BLOCK,
        NO_PREPARATION,
        (from, to) -> ColumnBlock.fixed(from, to, values));
  }

  /** Writes numbers of a few entries, each number at least 0. */
  public void sparseColumn(String name, Int2IntSortedMap numbers) throws IOException {
    int[] entries = numbers.keySet().toIntArray();
    int[] values = numbers.values().toIntArray();
    deltaColumn(name + IndexFile.SPARSE, entries.length, i -> entries[i]);
    deltaColumn(name, values.length, i -> values[i]);
  }

  /**
   * Writes rows of ids.
   *
   * @param rows the ids of each never fall
   */
  public void rows(String name, int count, RowSource rows) throws IOException {
    blocks(name, count, ROW_BLOCK, rows::prepare, (from, to) -> new RowBlock().of(from, to, rows));
  }

  /** Numbers in order. */
  @FunctionalInterface
  public interface IntSequence {
    /**
     * Puts the next numbers into an array; returns how many, fewer than its length only at the end.
     */
    int next(int[] block);
  }

  /**
   * Writes numbers of four bytes each.
   *
   * @throws IllegalArgumentException if there are fewer or more
   */
  public void ints(String name, long count, IntSequence numbers) throws IOException {
    requireNew(name);
    BlockTable table = new BlockTable(name, count, PlainInts.BLOCK);
    int[] block = new int[PlainInts.BLOCK];
    byte[] bytes = new byte[block.length * Integer.BYTES];
    IntBuffer into = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    long written = 0;
    for (int length = block.length; length == block.length; written += length) {
      length = numbers.next(block);
      if (written + length > count) {
        break;
      }
      into.clear().put(block, 0, length);
      if (length > 0) {
        table.append(bytes, length * Integer.BYTES);
      }
    }
    if (written != count) {
      throw new IllegalArgumentException("section " + name + " has not " + count + " numbers");
    }
    table.end();
  }

  /** Writes ranges of a source, one after another, to be read at any position. */
  public void storedBytes(String name, Source source, List<Range> ranges) throws IOException {
    requireNew(name);
    long count = ranges.stream().mapToLong(range -> range.end() - range.start()).sum();
    BlockTable table = new BlockTable(name, count, StoredBytes.BLOCK);
    byte[] block = new byte[StoredBytes.BLOCK];
    int length = 0;
    for (Range range : ranges) {
      for (long at = range.start(); at < range.end(); ) {
        int wanted = (int) Math.min(block.length - length, range.end() - at);
        int read = source.read(at, block, length, wanted);
        if (read < wanted) {
          throw new EndOfBytesException(at + read);
        }
        at += read;
        length += read;
        if (length == block.length) {
          table.append(block, length);
          length = 0;
        }
      }
    }
    if (length > 0) {
      table.append(block, length);
    }
    table.end();
  }

  /**
   * A range of a source.
   *
   * @param start position of its first byte
   * @param end position after its last byte
   */
  public record Range(long start, long end) {}

  /** A row of ids per entry. */
  @FunctionalInterface
  public interface RowSource {
    /**
     * Adds the ids of an entry to a row; called by several threads after {@link #prepare} for a
     * range with the entry.
     */
    void row(int entry, Row into);

    /**
     * Prepares for calls of {@link #row}, which ask for the entries of this range only, in any
     * order, until the next call. Ranges cover all entries in ascending order; each starts at a
     * multiple of {@link #ROWS_AT_ONCE} and is at most as long.
     */
    default void prepare(int from, int to) {
      // most sources have all rows in memory
    }
  }

  /** Collects the ids of one row. */
  public static final class Row {
    private int[] ids = new int[64];
    private int count;

    public void add(int id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count + (count >> 1));
      }
      ids[count++] = id;
    }
  }

  /** Encodes one block of rows. */
  private static final class RowBlock {
    private byte[] bytes = new byte[1 << 13];
    private int length;
    private final Row row = new Row();

    byte[] of(int from, int to, RowSource rows) {
      for (int entry = from; entry < to; entry++) {
        row.count = 0;
        rows.row(entry, row);
        put(entry, row.ids, row.count);
      }
      return Arrays.copyOf(bytes, length);
    }

    private void put(int entry, int[] ids, int count) {
      int most = Math.addExact(length, Math.multiplyExact(count + 1, Varints.MAX_INT_LENGTH));
      if (most > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(most, bytes.length + (bytes.length >> 1)));
      }
      length = Varints.put(bytes, length, count);
      int before = entry;
      for (int i = 0; i < count; i++) {
        long step = (long) ids[i] - before;
        if (i > 0 && step < 0) {
          throw new IllegalArgumentException(
              "row " + entry + " falls from " + before + " to " + ids[i]);
        }
        length = Varints.put(bytes, length, i > 0 ? step : Varints.zigzag(step));
        before = ids[i];
      }
    }
  }

  @FunctionalInterface
  private interface BlockSource {
    byte[] block(int from, int to);
  }

  /** As {@link RowSource#prepare}. */
  @FunctionalInterface
  private interface Preparation {
    void prepare(int from, int to);
  }

  private void requireNew(String name) {
    if (finished) {
      throw new IllegalStateException("section " + name + " comes after the end of the index");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("there are two sections " + name);
    }
  }

  private void blocks(
      String name, int count, int perBlock, Preparation preparation, BlockSource source)
      throws IOException {
    requireNew(name);
    if (count < 0) {
      throw new IllegalArgumentException("section " + name + " of " + count + " entries");
    }
    BlockTable table = new BlockTable(name, count, perBlock);
    int blocks = table.blocks;
    for (int first = 0; first < blocks; first += BATCH) {
      int last = Math.min(blocks, first + BATCH);
      preparation.prepare(first * perBlock, (int) Math.min(count, (long) last * perBlock));
      List<byte[]> batch =
          Parallel.map(
              first,
              last,
              b -> source.block(b * perBlock, (int) Math.min(count, (b + 1L) * perBlock)));
      for (byte[] block : batch) {
        table.append(block, block.length);
      }
    }
    table.end();
  }

  /** Writes the blocks of a section, and then the table of their lengths and checksums. */
  private final class BlockTable {
    private final String name;
    private final long entries;
    private final int perBlock;
    private final long start = end;
    private final int blocks;
    private final ByteBuffer table;

    BlockTable(String name, long entries, int perBlock) {
      this.name = name;
      this.entries = entries;
      this.perBlock = perBlock;
      blocks = Math.toIntExact((entries + perBlock - 1) / perBlock);
      table =
          ByteBuffer.allocate(Math.multiplyExact(blocks, IndexSection.BLOCK_ENTRY))
              .order(ByteOrder.LITTLE_ENDIAN);
    }

    void append(byte[] block, int length) throws IOException {
      table.putInt(length);
      table.putInt(Blocks.checksum(block, 0, length));
      IndexWriter.this.append(block, length);
    }

    void end() throws IOException {
      IndexWriter.this.append(table.array(), table.capacity());
      int checksum = Blocks.checksum(table.array(), 0, table.capacity());
      sections.add(new IndexSection(name, start, end - start, entries, perBlock, checksum));
    }
  }

  private void append(byte[] bytes, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (!pending.hasRemaining()) {
        flush();
      }
      int part = Math.min(pending.remaining(), length - done);
      pending.put(bytes, done, part);
      done += part;
      end += part;
    }
  }

  private void flush() throws IOException {
    pending.flip();
    write(pending, end - pending.limit());
    pending.clear();
  }

  private void write(ByteBuffer buffer, long at) throws IOException {
    long to = at;
    while (buffer.hasRemaining()) {
      to += channel.write(buffer, to);
    }
  }

  /**
   * Writes the directory and the head. Call it last; without it the file is not an index. Doesn't
   * wait until the file is on disk: should that fail, checksums tell.
   */
  public void finish(IndexMetadata metadata) throws IOException {
    if (finished) {
      throw new IllegalStateException("the index is finished already");
    }
    finished = true;
    SectionOutput out = new SectionOutput();
    metadata.write(out);
    out.writeInt(sections.size());
    for (IndexSection section : sections) {
      out.writeText(section.name());
      out.writeLong(section.offset());
      out.writeLong(section.length());
      out.writeLong(section.entries());
      out.writeInt(section.entriesPerBlock());
      out.writeInt(section.checksum());
    }
    byte[] directory = out.toBytes();
    long start = end;
    append(directory, directory.length);
    flush();
    write(IndexFile.head(start, directory), 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
