package dev.godump.binary;

import java.util.Optional;

/** Numbers in what a program loads, by address. */
final class LoadedWords {
  private LoadedWords() {}

  /** Loaded bytes, if all of them are. */
  static Optional<Words> at(Executable program, long address, int length) {
    byte[] bytes = new byte[length];
    return program.read(address, bytes, 0, length) == length
        ? Optional.of(new Words(bytes, program.bigEndian()))
        : Optional.empty();
  }

  /** Whether bytes at both ends of a range are loaded from the file. */
  static boolean loaded(Executable program, long address, long length) {
    byte[] one = new byte[1];
    return length > 0
        && address + length > address
        && program.read(address, one, 0, 1) == 1
        && program.read(address + length - 1, one, 0, 1) == 1;
  }
}
