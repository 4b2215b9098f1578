package dev.godump.export;

/** Addresses as godump writes them everywhere. */
public final class Hex {
  private Hex() {}

  /** {@code 0xc000012340}. */
  public static String of(long address) {
    return "0x" + Long.toHexString(address);
  }
}
