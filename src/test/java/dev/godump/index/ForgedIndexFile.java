package dev.godump.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** An index file whose contents are replaced while all its checksums stay right. */
public final class ForgedIndexFile {
  private static final int DIRECTORY_LENGTH = 12;
  private static final int DIRECTORY_OFFSET = 16;

  private final Path path;
  private final byte[] whole;
  private final IndexMetadata metadata;
  private final List<IndexSection> sections = new ArrayList<>();

  private ForgedIndexFile(Path path) throws IOException {
    this.path = path;
    whole = Files.readAllBytes(path);
    ByteBuffer head = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    byte[] directory = new byte[head.getInt(DIRECTORY_LENGTH)];
    head.get((int) head.getLong(DIRECTORY_OFFSET), directory);
    SectionInput in = new SectionInput("directory", directory);
    metadata = IndexMetadata.read(in);
    for (int left = in.readCount(); left > 0; left--) {
      sections.add(
          new IndexSection(
              in.readText(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              in.readInt()));
    }
  }

  /** Reads an index file that is whole. */
  public static ForgedIndexFile of(Path path) throws IOException {
    return new ForgedIndexFile(path);
  }

  /** Returns the names of its sections. */
  public List<String> sections() {
    return sections.stream().map(IndexSection::name).toList();
  }

  /**
   * Replaces a section, block by block.
   *
   * @param forger makes the new bytes of a block, as many as it had
   */
  public void replace(String name, UnaryOperator<byte[]> forger) throws IOException {
    byte[] bytes = whole.clone();
    SectionOutput directory = new SectionOutput();
    metadata.write(directory);
    directory.writeInt(sections.size());
    for (IndexSection section : sections) {
      int checksum =
          section.name().equals(name) ? forge(bytes, section, forger) : section.checksum();
      directory.writeText(section.name());
      directory.writeLong(section.offset());
      directory.writeLong(section.length());
      directory.writeLong(section.entries());
      directory.writeInt(section.entriesPerBlock());
      directory.writeInt(checksum);
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long offset = file.getLong(DIRECTORY_OFFSET);
    file.put((int) offset, directory.toBytes());
    file.put(IndexFile.head(offset, directory.toBytes()));
    Files.write(path, bytes);
  }

  /** Replaces the bytes of a section in a file and returns the section's new checksum. */
  private static int forge(byte[] file, IndexSection section, UnaryOperator<byte[]> forger) {
    int table = section.blocks() * IndexSection.BLOCK_ENTRY;
    int at = (int) section.offset();
    int end = at + (int) section.length();
    if (table == 0) {
      return forge(file, at, (int) section.length(), forger);
    }
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int entry = end - table; entry < end; entry += IndexSection.BLOCK_ENTRY) {
      int length = numbers.getInt(entry);
      numbers.putInt(entry + Integer.BYTES, forge(file, at, length, forger));
      at += length;
    }
    return Blocks.checksum(file, end - table, table);
  }

  private static int forge(byte[] file, int at, int length, UnaryOperator<byte[]> forger) {
    byte[] block = forger.apply(Arrays.copyOfRange(file, at, at + length));
    System.arraycopy(block, 0, file, at, length);
    return Blocks.checksum(file, at, length);
  }

  /** Writes the file as it was. */
  public void restore() throws IOException {
    Files.write(path, whole);
  }
}
