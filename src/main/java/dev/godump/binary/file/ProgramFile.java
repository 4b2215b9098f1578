package dev.godump.binary.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An executable as its headers describe it. Symbols and relocations are read on first use. Safe for
 * use by several threads.
 */
final class ProgramFile implements Executable {
  /**
   * The contents of a file's headers, the same for all formats.
   *
   * @param architecture GOARCH, or null if Go does not support the machine
   * @param entry address where the program starts, or 0
   * @param sections sections, each inside the file
   * @param compressed by section: whether it starts with a compression header
   * @param differingRelocations reads the relocated words for which the file has a value other than
   *     the link-time value
   * @param allRelocations reads all words that the loader adds the slide to, if the file's format
   *     declares them
   */
  record Headers(
      FileBytes file,
      int pointerSize,
      boolean bigEndian,
      @Nullable String architecture,
      long entry,
      List<Section> sections,
      List<Boolean> compressed,
      LoadedRanges loaded,
      Reader<SymbolTable> symbols,
      Reader<Relocations> differingRelocations,
      Reader<Relocations> allRelocations) {}

  /** Reads something from the file on first use. */
  interface Reader<T> {
    T read() throws IOException;
  }

  private final String name;
  private final Headers headers;
  private final List<DebugSection> debugSections = new ArrayList<>();
  private @Nullable SymbolTable symbolTable;
  private @Nullable List<Symbol> symbols;
  private volatile @Nullable Relocations differingRelocations;
  private @Nullable Relocations allRelocations;

  ProgramFile(String name, Headers headers) {
    this.name = name;
    this.headers = headers;
    for (int i = 0; i < headers.sections.size(); i++) {
      DebugSection.of(headers.sections.get(i), headers.compressed.get(i))
          .ifPresent(debugSections::add);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int pointerSize() {
    return headers.pointerSize;
  }

  @Override
  public boolean bigEndian() {
    return headers.bigEndian;
  }

  @Override
  public Optional<String> architecture() {
    return Optional.ofNullable(headers.architecture);
  }

  @Override
  public long entry() {
    return headers.entry;
  }

  @Override
  public List<Section> sections() {
    return headers.sections;
  }

  @Override
  public synchronized List<Symbol> symbols() {
    if (symbols == null) {
      symbols = List.copyOf(symbolTable().all());
    }
    return symbols;
  }

  @Override
  public synchronized Optional<Symbol> symbol(String symbolName) {
    return symbolTable().find(symbolName);
  }

  private SymbolTable symbolTable() {
    if (symbolTable == null) {
      try {
        symbolTable = headers.symbols.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return symbolTable;
  }

  @Override
  public Optional<byte[]> debugSection(String plainName) {
    Optional<DebugSection> section =
        debugSections.stream().filter(d -> d.hasName(plainName)).findFirst();
    try {
      return section.isEmpty()
          ? Optional.empty()
          : section.get().bytes(headers.file, headers.pointerSize, headers.bigEndian);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    try {
      int n = headers.loaded.read(headers.file, address, into, offset, length);
      Relocations late = differingRelocations();
      if (!late.isEmpty()) {
        late.apply(address, into, offset, n);
      }
      return n;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int readRelocated(long slide, long address, byte[] into, int offset, int length) {
    int n = read(address, into, offset, length);
    if (slide != 0 && n > 0) {
      allRelocations().apply(slide, address, into, offset, n);
    }
    return n;
  }

  private synchronized Relocations allRelocations() {
    if (allRelocations == null) {
      try {
        allRelocations = headers.allRelocations.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return allRelocations;
  }

  private Relocations differingRelocations() throws IOException {
    if (differingRelocations == null) {
      synchronized (this) {
        if (differingRelocations == null) {
          differingRelocations = headers.differingRelocations.read();
        }
      }
    }
    return differingRelocations;
  }

  @Override
  public void close() throws IOException {
    headers.file.source().close();
  }
}
