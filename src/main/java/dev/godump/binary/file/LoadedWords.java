package dev.godump.binary.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads numbers and names from a program's loaded bytes by address. */
public final class LoadedWords {
  private static final int MAX_NAME_LENGTH = 1 << 16;

  private LoadedWords() {}

  /** Reads bytes; empty unless all of them are loaded. */
  public static Optional<Words> read(Executable program, long address, int length) {
    byte[] bytes = new byte[length];
    return program.read(address, bytes, 0, length) == length
        ? Optional.of(new Words(bytes, program.bigEndian()))
        : Optional.empty();
  }

  /** Reads a name that ends before a zero byte; empty if the name or its end is not loaded. */
  public static Optional<String> readName(Executable program, long address) {
    for (int length = 1 << 8; length <= MAX_NAME_LENGTH; length <<= 4) {
      byte[] bytes = new byte[length];
      int n = program.read(address, bytes, 0, length);
      for (int i = 0; i < n; i++) {
        if (bytes[i] == 0) {
          return Optional.of(new String(bytes, 0, i, StandardCharsets.UTF_8));
        }
      }
      if (n < length) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Reports whether the first and the last byte of a range are loaded from the file. */
  public static boolean isLoaded(Executable program, long address, long length) {
    byte[] one = new byte[1];
    return length > 0
        && address + length > address
        && program.read(address, one, 0, 1) == 1
        && program.read(address + length - 1, one, 0, 1) == 1;
  }
}
