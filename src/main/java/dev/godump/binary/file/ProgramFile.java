package dev.godump.binary.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An executable as its format's headers describe it. Symbols and relocations are read when first
 * asked for. Safe for use by several threads.
 */
final class ProgramFile implements Executable {
  /**
   * What the headers of a format say.
   *
   * @param architecture GOARCH, or null if Go has none such
   * @param sections each inside the file
   * @param compressed whether the section of the same place has a header of its compression
   * @param relocations words that the loader gives other values than the file has
   * @param addresses words that the loader adds the slide to, as far as the file's format is known
   *     to tell
   */
  record Layout(
      FileBytes file,
      int pointerSize,
      boolean bigEndian,
      String architecture,
      List<Section> sections,
      List<Boolean> compressed,
      LoadedRanges loaded,
      Lazily<SymbolTable> symbols,
      Lazily<Relocations> relocations,
      Lazily<Relocations> addresses) {}

  /** What is read from the file later. */
  interface Lazily<T> {
    T read() throws IOException;
  }

  private final String name;
  private final Layout layout;
  private final List<DebugSection> debug = new ArrayList<>();
  private SymbolTable table;
  private List<Symbol> symbols;
  private volatile Relocations relocations;
  private Relocations addresses;

  ProgramFile(String name, Layout layout) {
    this.name = name;
    this.layout = layout;
    for (int i = 0; i < layout.sections.size(); i++) {
      DebugSection.of(layout.sections.get(i), layout.compressed.get(i)).ifPresent(debug::add);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int pointerSize() {
    return layout.pointerSize;
  }

  @Override
  public boolean bigEndian() {
    return layout.bigEndian;
  }

  @Override
  public Optional<String> architecture() {
    return Optional.ofNullable(layout.architecture);
  }

  @Override
  public List<Section> sections() {
    return layout.sections;
  }

  @Override
  public synchronized List<Symbol> symbols() {
    if (symbols == null) {
      symbols = List.copyOf(table().all());
    }
    return symbols;
  }

  @Override
  public synchronized Optional<Symbol> symbol(String wanted) {
    return table().find(wanted);
  }

  private SymbolTable table() {
    if (table == null) {
      try {
        table = layout.symbols.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return table;
  }

  @Override
  public Optional<byte[]> debug(String plain) {
    Optional<DebugSection> section = debug.stream().filter(d -> d.named(plain)).findFirst();
    try {
      return section.isEmpty()
          ? Optional.empty()
          : section.get().bytes(layout.file, layout.pointerSize, layout.bigEndian);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(long address, byte[] into, int offset, int length) {
    try {
      int n = layout.loaded.read(layout.file, address, into, offset, length);
      Relocations late = relocations();
      if (!late.isEmpty()) {
        late.apply(address, into, offset, n);
      }
      return n;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int readMoved(long slide, long address, byte[] into, int offset, int length) {
    int n = read(address, into, offset, length);
    if (slide != 0 && n > 0) {
      addresses().apply(slide, address, into, offset, n);
    }
    return n;
  }

  private synchronized Relocations addresses() {
    if (addresses == null) {
      try {
        addresses = layout.addresses.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return addresses;
  }

  private Relocations relocations() throws IOException {
    if (relocations == null) {
      synchronized (this) {
        if (relocations == null) {
          relocations = layout.relocations.read();
        }
      }
    }
    return relocations;
  }

  @Override
  public void close() throws IOException {
    layout.file.source().close();
  }
}
