package dev.godump.binary.file;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * An executable file: its sections, its symbols, and the bytes it loads at each address, before any
 * slide.
 */
public interface Executable extends Closeable {

  /** The path as the user gave it. */
  String name();

  /** Bytes of a pointer: 4 or 8. */
  int pointerSize();

  boolean bigEndian();

  /**
   * The machine as GOARCH names it ({@code amd64}, {@code s390x}), or empty if Go does not support
   * it.
   */
  Optional<String> architecture();

  /** Returns the address where the program starts, or 0 if the file doesn't say. */
  default long entry() {
    return 0;
  }

  List<Section> sections();

  /** The symbols in address order. A stripped file has none. */
  List<Symbol> symbols();

  /** Returns the symbol with a name. */
  Optional<Symbol> symbol(String name);

  /**
   * Returns the uncompressed bytes of a debug section.
   *
   * @param name without the format's prefix: {@code info}, {@code abbrev}, {@code line_str}
   * @return empty if there is no such section, or if it can't be uncompressed within bounds
   */
  Optional<byte[]> debugSection(String name);

  /**
   * Copies loaded bytes at an address: the bytes of the file with relocations applied.
   *
   * @return the number of bytes copied, at most {@code length}; 0 if nothing is loaded there
   */
  int read(long address, byte[] into, int offset, int length);

  /**
   * As {@link #read}, but with the slide added to every word that the file declares an address, as
   * the loader does.
   *
   * @param address before the slide
   */
  default int readRelocated(long slide, long address, byte[] into, int offset, int length) {
    return read(address, into, offset, length);
  }
}
