package dev.godump.export;

/** Addresses as godump writes them everywhere. */
final class Hex {
  private Hex() {}

  /** {@code 0xc000012340}. */
  static String of(long address) {
    return "0x" + Long.toHexString(address);
  }
}
