package dev.godump.index;

import dev.godump.io.Source;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Bytes in an index that can be read at any position. A block's checksum is verified when the block
 * is first read. Closing it does not close the index.
 */
final class StoredBytes implements Source {
  /** Bytes per block. */
  static final int BLOCK = 1 << 16;

  private final String name;
  private final Source file;
  private final Blocks blocks;
  private final long start;
  private final long size;

  /** One bit for each block, set once it was found to be what was written. */
  private final AtomicIntegerArray verified;

  StoredBytes(String name, Source file, Blocks blocks) {
    this.name = name;
    this.file = file;
    this.blocks = blocks;
    this.start = blocks.section().offset();
    this.size = blocks.section().entries();
    this.verified = new AtomicIntegerArray((blocks.count() >>> 5) + 1);
    for (int block = 0; block < blocks.count(); block++) {
      if (blocks.length(block) != blocks.entries(block)) {
        throw new DamagedIndexException("a block of another length than its bytes");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * @throws DamagedIndexException if the bytes are not what was written
   */
  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < 0 || position >= size || length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, size - position);
    int last = (int) ((position + wanted - 1) / BLOCK);
    for (int block = (int) (position / BLOCK); block <= last; block++) {
      verify(block);
    }
    return file.read(start + position, into, offset, wanted);
  }

  private void verify(int block) {
    int bit = 1 << block;
    if ((verified.get(block >>> 5) & bit) == 0) {
      blocks.bytes(block);
      verified.accumulateAndGet(block >>> 5, bit, (known, more) -> known | more);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Progress progress(long position) {
    return new Progress(Math.min(position, size), size);
  }

  @Override
  public Optional<String> prematureEnd() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
