package dev.godump.export;

/** Formats addresses as godump writes them everywhere. */
public final class Hex {
  private Hex() {}

  /** Returns an address such as {@code 0xc000012340}. */
  public static String of(long address) {
    return "0x" + Long.toHexString(address);
  }
}
