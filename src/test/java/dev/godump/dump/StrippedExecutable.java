package dev.godump.dump;

import dev.godump.binary.ForwardingExecutable;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Symbol;
import java.util.List;
import java.util.Optional;

/**
 * An executable without symbols and DWARF, as {@code go build -ldflags="-s -w"} writes it:
 * addresses are the same.
 */
public record StrippedExecutable(Executable whole) implements ForwardingExecutable {
  @Override
  public List<Section> sections() {
    return whole.sections().stream()
        .filter(s -> !s.name().contains("debug") && !s.name().equals(".symtab"))
        .toList();
  }

  @Override
  public List<Symbol> symbols() {
    return List.of();
  }

  @Override
  public Optional<Symbol> symbol(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> debugSection(String name) {
    return Optional.empty();
  }
}
