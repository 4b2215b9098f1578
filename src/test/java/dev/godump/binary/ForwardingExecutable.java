package dev.godump.binary;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An executable that forwards everything it doesn't override to another. */
public interface ForwardingExecutable extends Executable {
  Executable whole();

  @Override
  default String name() {
    return whole().name();
  }

  @Override
  default int pointerSize() {
    return whole().pointerSize();
  }

  @Override
  default boolean bigEndian() {
    return whole().bigEndian();
  }

  @Override
  default Optional<String> architecture() {
    return whole().architecture();
  }

  @Override
  default List<Section> sections() {
    return whole().sections();
  }

  @Override
  default List<Symbol> symbols() {
    return whole().symbols();
  }

  @Override
  default Optional<Symbol> symbol(String name) {
    return whole().symbol(name);
  }

  @Override
  default Optional<byte[]> debugSection(String name) {
    return whole().debugSection(name);
  }

  @Override
  default int read(long address, byte[] into, int offset, int length) {
    return whole().read(address, into, offset, length);
  }

  @Override
  default void close() throws IOException {
    whole().close();
  }
}
