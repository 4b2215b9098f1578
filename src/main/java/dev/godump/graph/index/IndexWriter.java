package dev.godump.graph.index;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Writes an index, section by section. The file is none until {@link #finish}: its head, which says
 * where the list of sections is, is written last.
 */
public final class IndexWriter implements Closeable {
  /** Entries of a column to a block. */
  private static final int COLUMN_BLOCK = 1 << 10;

  /** Rows to a block. */
  private static final int ROW_BLOCK = 1 << 8;

  /** Blocks that are made at once, on several threads. */
  private static final int BATCH = 256;

  private final FileChannel channel;
  private final List<Section> sections = new ArrayList<>();
  private long end = IndexFile.HEAD;

  /** @param file exists and is empty */
  public IndexWriter(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Writes a section of bytes, which is read as a whole. */
  public void bytes(String name, byte[] bytes) throws IOException {
    long start = end;
    append(bytes);
    sections.add(new Section(name, start, bytes.length, 0, 0, Blocks.checksum(bytes, 0, bytes.length)));
  }

  /**
   * Writes a column of numbers that are mostly small.
   *
   * @param values of entries from 0, each at least 0; asked by several threads
   */
  public void column(String name, int count, IntToLongFunction values) throws IOException {
    blocks(name, count, COLUMN_BLOCK, (from, to) -> column(from, to, values, false));
  }

  /** As {@link #column}, of numbers that are mostly close to the one before. */
  public void deltaColumn(String name, int count, IntToLongFunction values) throws IOException {
    blocks(name, count, COLUMN_BLOCK, (from, to) -> column(from, to, values, true));
  }

  private static byte[] column(int from, int to, IntToLongFunction values, boolean deltas) {
    byte[] block = new byte[(to - from) * Varints.LONGEST];
    int length = 0;
    long before = 0;
    for (int entry = from; entry < to; entry++) {
      long value = values.applyAsLong(entry);
      length = Varints.put(block, length, deltas ? Varints.zigzag(value - before) : value);
      before = value;
    }
    return Arrays.copyOf(block, length);
  }

  /**
   * Writes rows of ids.
   *
   * @param ascending whether the ids of each row never fall
   */
  public void rows(String name, int count, RowSource rows, boolean ascending) throws IOException {
    blocks(name, count, ROW_BLOCK, (from, to) -> new RowBlock(ascending).of(from, to, rows));
  }

  /** Has a row of ids per entry. */
  @FunctionalInterface
  public interface RowSource {
    /**
     * Gives a row.
     *
     * @param into is at least as long as the number of ids that was returned for this entry before
     * @return how many ids there are; if more than fit, nothing was put
     */
    int row(int entry, int[] into);
  }

  /** Makes one block of rows. */
  private static final class RowBlock {
    private final boolean ascending;
    private byte[] bytes = new byte[1 << 13];
    private int length;
    private int[] ids = new int[64];

    RowBlock(boolean ascending) {
      this.ascending = ascending;
    }

    byte[] of(int from, int to, RowSource rows) {
      for (int entry = from; entry < to; entry++) {
        int count = rows.row(entry, ids);
        if (count > ids.length) {
          ids = new int[count];
          rows.row(entry, ids);
        }
        put(entry, count);
      }
      return Arrays.copyOf(bytes, length);
    }

    private void put(int entry, int count) {
      int most = Math.addExact(length, Math.multiplyExact(count + 1, 5));
      if (most > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(most, bytes.length + (bytes.length >> 1)));
      }
      length = Varints.put(bytes, length, count);
      int before = entry;
      for (int i = 0; i < count; i++) {
        long step = (long) ids[i] - before;
        length = Varints.put(bytes, length, ascending && i > 0 ? step : Varints.zigzag(step));
        before = ids[i];
      }
    }
  }

  @FunctionalInterface
  private interface BlockSource {
    byte[] block(int from, int to);
  }

  private void blocks(String name, int count, int perBlock, BlockSource source) throws IOException {
    long start = end;
    int blocks = (int) (((long) count + perBlock - 1) / perBlock);
    ByteBuffer table =
        ByteBuffer.allocate(Math.multiplyExact(blocks, Section.BLOCK_ENTRY)).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < blocks; first += BATCH) {
      int last = Math.min(blocks, first + BATCH);
      List<byte[]> batch =
          IntStream.range(first, last)
              .parallel()
              .mapToObj(b -> source.block(b * perBlock, (int) Math.min(count, (b + 1L) * perBlock)))
              .toList();
      ByteArrayOutputStream together = new ByteArrayOutputStream();
      for (byte[] block : batch) {
        table.putInt(block.length);
        table.putInt(Blocks.checksum(block, 0, block.length));
        together.writeBytes(block);
      }
      append(together.toByteArray());
    }
    append(table.array());
    sections.add(
        new Section(name, start, end - start, count, perBlock, Blocks.checksum(table.array(), 0, table.capacity())));
  }

  private void append(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes), end);
    end += bytes.length;
  }

  private void write(ByteBuffer buffer, long at) throws IOException {
    long to = at;
    while (buffer.hasRemaining()) {
      to += channel.write(buffer, to);
    }
  }

  /** Ends the file and waits until it is on disk. */
  public void finish(Inscription inscription) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    inscription.write(out);
    out.writeInt(sections.size());
    for (Section section : sections) {
      out.writeUTF(section.name());
      out.writeLong(section.offset());
      out.writeLong(section.length());
      out.writeLong(section.entries());
      out.writeInt(section.perBlock());
      out.writeInt(section.checksum());
    }
    byte[] directory = bytes.toByteArray();
    long start = end;
    append(directory);
    channel.force(false);
    write(IndexFile.head(start, directory), 0);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
