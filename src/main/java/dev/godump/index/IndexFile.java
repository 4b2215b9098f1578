package dev.godump.index;

import dev.godump.io.MappedSource;
import dev.godump.io.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An index that was written, open for reading. Nothing in it is trusted: every byte is under a
 * checksum, which is checked before the bytes are read; a column or rows are checked block by
 * block, as they are used. Bytes that differ from those written cause a {@link
 * DamagedIndexException}.
 *
 * <pre>
 * head       0  8 bytes   "godumpIX"
 *            8  int       version of the format
 *           12  int       length of the directory
 *           16  long      its offset, where the sections end
 *           24  int       its CRC-32C
 *           28  int       CRC-32C of bytes 0 to 27
 * sections  32            one after another
 * directory               {@link IndexMetadata}, then the sections' locations
 * </pre>
 *
 * All numbers are little-endian. Constants are stored by code, see {@link Coded}.
 */
public final class IndexFile implements Closeable {
  /** The version of the format; incremented whenever the meaning of written bytes changes. */
  public static final int FORMAT = 15;

  /** Suffix of a sparse column's name for the column of its entries. */
  static final String SPARSE = " of";

  static final int HEAD = 32;
  private static final int HEAD_CHECKED = 28;
  private static final long MAGIC =
      ByteBuffer.wrap("godumpIX".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();
  private static final String DIRECTORY = "directory";

  private final Source file;
  private final IndexMetadata metadata;
  private final Map<String, IndexSection> sections = new LinkedHashMap<>();

  private IndexFile(Source file) throws IOException {
    this.file = file;
    byte[] head = new byte[HEAD];
    boolean whole = file.read(0, head, 0, HEAD) == HEAD;
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (!whole
        || fields.getLong() != MAGIC
        || fields.getInt(HEAD_CHECKED) != Blocks.checksum(head, 0, HEAD_CHECKED)) {
      throw new DamagedIndexException("not an index");
    }
    if (fields.getInt() != FORMAT) {
      throw new DamagedIndexException("another godump wrote it");
    }
    int length = fields.getInt();
    long offset = fields.getLong();
    if (length < 0 || offset < HEAD || offset + length != file.size()) {
      throw new DamagedIndexException("it has another length than was written");
    }
    SectionInput in =
        new SectionInput(DIRECTORY, Blocks.read(file, offset, length, fields.getInt(), DIRECTORY));
    metadata = IndexMetadata.read(in);
    int count = in.readCount();
    for (int i = 0; i < count; i++) {
      IndexSection section =
          new IndexSection(
              in.readText(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              in.readInt());
      if (section.offset() < HEAD
          || !section.isWithin(offset)
          || Integer.bitCount(section.entriesPerBlock()) > 1) {
        throw new DamagedIndexException("section " + section.name() + " doesn't lie in it");
      }
      sections.put(section.name(), section);
    }
  }

  /**
   * Opens a file and reads its directory.
   *
   * @throws DamagedIndexException if it is not an index that this program can read
   * @throws IOException if there is no such file or it can't be read
   */
  public static IndexFile open(Path path) throws IOException {
    FileOwner.check(path);
    Source file = MappedSource.open(path.toString(), path);
    return new IndexFile(file);
  }

  /** Returns the head of a file with its directory at an offset. */
  static ByteBuffer head(long offset, byte[] directory) {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(MAGIC).putInt(FORMAT).putInt(directory.length).putLong(offset);
    head.putInt(Blocks.checksum(directory, 0, directory.length));
    head.putInt(Blocks.checksum(head.array(), 0, HEAD_CHECKED));
    return head.flip();
  }

  /** Returns the metadata of the index. */
  public IndexMetadata metadata() {
    return metadata;
  }

  /** Reads a section of bytes. */
  public byte[] bytes(String name) {
    IndexSection section = section(name);
    requirePlausible(section.entriesPerBlock() == 0, name);
    return Blocks.read(file, section.offset(), (int) section.length(), section.checksum(), name);
  }

  /**
   * Opens a column of ints.
   *
   * @param limit all numbers must be below it
   */
  public IntColumn column(String name, int limit) {
    return new IntColumn(blocks(name), IntColumn.Encoding.VARINTS, limit);
  }

  /** Opens a column of ints written by {@link IndexWriter#deltaColumn}. */
  public IntColumn deltaColumn(String name, int limit) {
    return new IntColumn(blocks(name), IntColumn.Encoding.DELTAS, limit);
  }

  /** Opens a column of ints written by {@link IndexWriter#fixedColumn}. */
  public IntColumn fixedColumn(String name, int limit) {
    return new IntColumn(blocks(name), IntColumn.Encoding.FIXED, limit);
  }

  /** Opens a column of longs. */
  public LongColumn longColumn(String name) {
    return new LongColumn(blocks(name), false, Long.MAX_VALUE);
  }

  /** Opens a column of any longs written by {@link IndexWriter#deltaColumn}. */
  public LongColumn longDeltaColumn(String name) {
    return new LongColumn(blocks(name), true, LongColumn.NONE);
  }

  /**
   * As {@link #longDeltaColumn(String)}, for numbers of 0 or more.
   *
   * @param limit all numbers must be below it
   */
  public LongColumn longDeltaColumn(String name, long limit) {
    return new LongColumn(blocks(name), true, limit);
  }

  /**
   * Opens a sparse column.
   *
   * @param entries all entries must be below it
   * @param limit all numbers must be below it
   */
  public SparseColumn sparseColumn(String name, int entries, int limit) {
    return new SparseColumn(deltaColumn(name + SPARSE, entries), deltaColumn(name, limit));
  }

  /** Opens rows of ids of the rows themselves. */
  public PackedRows rows(String name) {
    Blocks blocks = blocks(name);
    return new PackedRows(blocks, (int) blocks.section().entries());
  }

  /** Opens rows of other ids, all below a limit. */
  public PackedRows rowsBelow(String name, int limit) {
    return new PackedRows(blocks(name), limit);
  }

  /** Opens numbers of four bytes each. */
  public PlainInts ints(String name) {
    IndexSection section = section(name);
    requirePlausible(section.entriesPerBlock() == PlainInts.BLOCK, name);
    return new PlainInts(new Blocks(file, section));
  }

  /**
   * Opens bytes that can be read at any position.
   *
   * @param shown the name to show to users
   */
  public Source storedBytes(String name, String shown) {
    IndexSection section = section(name);
    requirePlausible(section.entriesPerBlock() == StoredBytes.BLOCK, name);
    return new StoredBytes(shown, file, new Blocks(file, section));
  }

  private static void requirePlausible(boolean plausible, String name) {
    if (!plausible) {
      throw new DamagedIndexException("section " + name + " is of another kind");
    }
  }

  private Blocks blocks(String name) {
    IndexSection section = section(name);
    requirePlausible(
        section.entriesPerBlock() != 0 && section.entries() <= Integer.MAX_VALUE, name);
    return new Blocks(file, section);
  }

  private IndexSection section(String name) {
    IndexSection section = sections.get(name);
    if (section == null) {
      throw new DamagedIndexException("it has no section " + name);
    }
    return section;
  }

  /**
   * Reads the whole file.
   *
   * @throws DamagedIndexException if any byte is not what was written
   */
  public void verify() {
    for (IndexSection section : sections.values()) {
      if (section.entriesPerBlock() == 0) {
        bytes(section.name());
      } else {
        Blocks blocks = new Blocks(file, section);
        for (int block = 0; block < blocks.count(); block++) {
          blocks.read(block);
        }
      }
    }
  }

  /** Returns the bytes of each section by name, in file order. */
  public Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    sections.forEach((name, section) -> sizes.put(name, section.length()));
    return sizes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
