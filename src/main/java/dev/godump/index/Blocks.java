package dev.godump.index;

import dev.godump.io.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The blocks of one section; each read verifies the block's checksum. Safe for use by several
 * threads.
 */
final class Blocks {
  private final Source file;
  private final IndexSection section;
  private final long[] offsets;
  private final int[] checksums;

  /** Reads the table of blocks. */
  Blocks(Source file, IndexSection section) {
    this.file = file;
    this.section = section;
    int count = section.blocks();
    offsets = new long[count + 1];
    checksums = new int[count];
    int tableLength = Math.multiplyExact(count, IndexSection.BLOCK_ENTRY);
    long tableOffset = section.offset() + section.length() - tableLength;
    ByteBuffer table =
        ByteBuffer.wrap(read(file, tableOffset, tableLength, section.checksum(), section.name()));
    table.order(ByteOrder.LITTLE_ENDIAN);
    long end = section.offset();
    for (int i = 0; i < count; i++) {
      offsets[i] = end;
      end += table.getInt() & 0xffffffffL;
      checksums[i] = table.getInt();
    }
    offsets[count] = end;
    if (end != tableOffset) {
      throw new DamagedIndexException("blocks of section " + section.name() + " don't add up");
    }
  }

  IndexSection section() {
    return section;
  }

  int count() {
    return checksums.length;
  }

  /** Returns the number of entries in a block. */
  int entries(int block) {
    return (int)
        Math.min(
            section.entriesPerBlock(),
            section.entries() - (long) block * section.entriesPerBlock());
  }

  /** Returns the length of a block in bytes. */
  long length(int block) {
    return offsets[block + 1] - offsets[block];
  }

  Block read(int block) {
    return new Block(bytes(block));
  }

  byte[] bytes(int block) {
    long length = length(block);
    if (length > Integer.MAX_VALUE - 8) {
      throw new DamagedIndexException("a block of " + length + " bytes");
    }
    return read(file, offsets[block], (int) length, checksums[block], section.name());
  }

  /** Reads bytes of a file and verifies their checksum. */
  static byte[] read(Source file, long offset, int length, int checksum, String what) {
    byte[] bytes = new byte[length];
    try {
      if (file.read(offset, bytes, 0, length) < length) {
        throw new DamagedIndexException("the file ends inside section " + what);
      }
    } catch (IOException e) {
      throw new DamagedIndexException(e.getMessage());
    }
    if (checksum(bytes, 0, length) != checksum) {
      throw new DamagedIndexException("section " + what + " is not what was written");
    }
    return bytes;
  }

  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
