package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import java.util.HashMap;
import java.util.Map;

/** The debug sections of an executable, unpacked when first asked for; a missing one is empty. */
final class Sections {
  private final Executable executable;
  private final Map<String, SectionReader> readerByName = new HashMap<>();

  Sections(Executable executable) {
    this.executable = executable;
  }

  /** A reader of its own for a section. */
  SectionReader open(String name) {
    return shared(name).copy();
  }

  /** The one reader of a section: valid at its position until somebody else asks for it. */
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
