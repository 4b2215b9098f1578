package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import java.util.HashMap;
import java.util.Map;

/** The debug sections of an executable, uncompressed on first use. A missing section is empty. */
final class Sections {
  private final Executable executable;
  private final Map<String, SectionReader> readerByName = new HashMap<>();

  Sections(Executable executable) {
    this.executable = executable;
  }

  /** Returns a new reader for a section. */
  SectionReader open(String name) {
    return shared(name).copy();
  }

  /** Returns the shared reader of a section. Its position is valid until the next call. */
  SectionReader shared(String name) {
    SectionReader bytes = readerByName.get(name);
    if (bytes == null) {
      bytes =
          new SectionReader(
              name,
              executable.debugSection(name).orElseGet(() -> new byte[0]),
              executable.bigEndian());
      readerByName.put(name, bytes);
    }
    return bytes;
  }
}
