package dev.godump.graph.index;

/** As {@link IntColumn}, of numbers below 2^63. */
public final class LongColumn {
  private final Blocks blocks;
  private final int shift;
  private final int mask;
  private final long[][] read;

  LongColumn(Blocks blocks) {
    this.blocks = blocks;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().perBlock());
    this.mask = blocks.section().perBlock() - 1;
    this.read = new long[blocks.count()][];
  }

  /** How many entries there are. */
  public int size() {
    return (int) blocks.section().entries();
  }

  /**
   * The number of an entry.
   *
   * @throws DamagedIndexException if it isn't there any more
   */
  public long get(int entry) {
    long[] block = read[entry >>> shift];
    return (block == null ? keep(entry >>> shift) : block)[entry & mask];
  }

  private long[] keep(int number) {
    long[] values = block(number);
    read[number] = values;
    return values;
  }

  /** All numbers of a block. Unlike {@link #get}, keeps nothing in memory. */
  public long[] block(int number) {
    if (read[number] != null) {
      return read[number];
    }
    Block block = blocks.read(number);
    long[] values = new long[blocks.entries(number)];
    for (int i = 0; i < values.length; i++) {
      values[i] = block.next();
      if (values[i] < 0) {
        throw new DamagedIndexException("a number of more than 63 bits");
      }
    }
    return values;
  }
}
