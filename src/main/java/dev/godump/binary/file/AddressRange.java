package dev.godump.binary.file;

/**
 * A half-open range of addresses, from {@code start} up to but not including {@code end}, before
 * any slide.
 *
 * @param end not below {@code start}
 */
public record AddressRange(long start, long end) {
  /** The empty range. */
  public static final AddressRange EMPTY = new AddressRange(0, 0);

  public long length() {
    return end - start;
  }

  public boolean contains(long address) {
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }
}
