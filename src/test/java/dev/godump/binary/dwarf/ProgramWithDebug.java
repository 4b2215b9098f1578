package dev.godump.binary.dwarf;

import dev.godump.binary.ForwardingExecutable;
import dev.godump.binary.file.Executable;
import java.util.Map;
import java.util.Optional;

/** A program with other debug sections, or with none. */
record ProgramWithDebug(Executable whole, Map<String, byte[]> debugSections)
    implements ForwardingExecutable {
  ProgramWithDebug(Executable program) {
    this(program, Map.of());
  }

  @Override
  public Optional<byte[]> debugSection(String name) {
    return Optional.ofNullable(debugSections.get(name));
  }
}
