package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with other debug sections, or none. */
record ProgramWithDebug(Executable program, Map<String, byte[]> debugSections)
    implements Executable {
  ProgramWithDebug(Executable program) {
    this(program, Map.of());
  }

  @Override
  public Optional<byte[]> debugSection(String name) {
    return Optional.ofNullable(debugSections.get(name));
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public int pointerSize() {
    return program.pointerSize();
  }

  @Override
  public boolean bigEndian() {
    return program.bigEndian();
  }

  @Override
  public Optional<String> architecture() {
    return program.architecture();
  }

  @Override
  public List<Section> sections() {
    return program.sections();
  }

  @Override
  public List<Symbol> symbols() {
    return program.symbols();
  }

  @Override
  public Optional<Symbol> symbol(String name) {
    return program.symbol(name);
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    return program.read(address, into, offset, length);
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
