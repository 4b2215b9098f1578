package dev.godump.binary;

import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;

/** Opens executables, told apart by their first bytes. */
public final class Executables {
  private Executables() {}

  /**
   * Opens an ELF file, plain or packed with gzip or zstd. Headers are read and checked; all else when
   * it is asked for.
   *
   * @throws ExecutableException if it is something else, cut or damaged
   * @throws IOException if there is no such file or it can't be read
   */
  public static Executable open(String path) throws IOException {
    Source source = Sources.open(path, InputStream.nullInputStream());
    try {
      return of(source);
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  /** An executable in a source, which it closes when it is closed. */
  public static Executable of(Source source) throws IOException {
    FileBytes file = FileBytes.of(source);
    byte[] magic = new byte[8];
    int n = file.read(0, magic, 0, magic.length);
    if (n >= 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F') {
      return new ProgramFile(source.name(), ElfFile.read(file));
    }
    throw new ExecutableException(0, n == 0 ? "the file is empty" : "this is no ELF executable");
  }
}
