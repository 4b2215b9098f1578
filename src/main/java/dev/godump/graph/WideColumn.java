package dev.godump.graph;

/**
 * One unsigned number per entry, in 16 bits while all are below 65,536; a second plane of 16 bits
 * is added when a larger one comes.
 */
public final class WideColumn {
  private final char[] low;
  private char[] high;

  public WideColumn(int length) {
    low = new char[length];
  }

  public int get(int index) {
    return high == null ? low[index] : high[index] << 16 | low[index];
  }

  public void set(int index, int value) {
    low[index] = (char) value;
    if (value >>> 16 != 0 || high != null) {
      setHigh(index, value >>> 16);
    }
  }

  private void setHigh(int index, int value) {
    if (high == null) {
      high = new char[low.length];
    }
    high[index] = (char) value;
  }
}
