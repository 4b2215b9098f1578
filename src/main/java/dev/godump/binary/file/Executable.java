package dev.godump.binary.file;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * A program's file: its sections, its symbols and what it loads to which address, before any slide.
 */
public interface Executable extends Closeable {

  /** What a person calls it: its path as given. */
  String name();

  /** Bytes of a pointer: 4 or 8. */
  int pointerSize();

  boolean bigEndian();

  /**
   * The machine, as Go's GOARCH names it ({@code amd64}, {@code s390x}), or empty if Go has none
   * such.
   */
  Optional<String> architecture();

  List<Section> sections();

  /** The symbol table by address; empty in a stripped file. */
  List<Symbol> symbols();

  /** A symbol by its name. */
  Optional<Symbol> symbol(String name);

  /**
   * The unpacked bytes of a debug section.
   *
   * @param name without the format's prefix: {@code info}, {@code abbrev}, {@code line_str}
   * @return empty if there is none, or it can't be unpacked within bounds
   */
  Optional<byte[]> debugSection(String name);

  /**
   * Copies loaded bytes at an address, as they are in the file, relocations applied.
   *
   * @return how many there are at most {@code length}; 0 where nothing is loaded
   */
  int read(long address, byte[] into, int offset, int length);

  /**
   * As {@link #read}, but as the loader leaves them in a process: with the slide added to all words
   * that the file says are addresses.
   *
   * @param address before the slide
   */
  default int readRelocated(long slide, long address, byte[] into, int offset, int length) {
    return read(address, into, offset, length);
  }
}
