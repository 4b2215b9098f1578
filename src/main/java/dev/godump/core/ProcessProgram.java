package dev.godump.core;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import java.util.List;
import java.util.Optional;

/**
 * An executable as it was loaded: its sections and symbols at their addresses in the process, and
 * the memory there, with what the program has changed. So module data, functions and types are read
 * as from a file, at addresses of the process.
 */
final class ProcessProgram implements Executable {
  private final Executable file;
  private final long slide;
  private final CoreMemory memory;

  ProcessProgram(Executable file, long slide, CoreMemory memory) {
    this.file = file;
    this.slide = slide;
    this.memory = memory;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int pointerSize() {
    return file.pointerSize();
  }

  @Override
  public boolean bigEndian() {
    return file.bigEndian();
  }

  @Override
  public Optional<String> architecture() {
    return file.architecture();
  }

  @Override
  public List<Section> sections() {
    return file.sections().stream()
        .map(
            s ->
                s.address() == 0
                    ? s
                    : new Section(s.name(), s.address() + slide, s.size(), s.offset(), s.stored()))
        .toList();
  }

  @Override
  public List<Symbol> symbols() {
    return file.symbols().stream().map(this::slid).toList();
  }

  @Override
  public Optional<Symbol> symbol(String name) {
    return file.symbol(name).map(this::slid);
  }

  private Symbol slid(Symbol symbol) {
    return new Symbol(symbol.name(), symbol.address() + slide, symbol.size());
  }

  @Override
  public Optional<byte[]> debugSection(String name) {
    return file.debugSection(name);
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    return memory.read(address, into, offset, length);
  }

  /** Does nothing: the file belongs to the caller. */
  @Override
  public void close() {}
}
