package dev.godump.binary.file;

import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;

/** Opens executables. The first bytes of a file determine its format. */
public final class Executables {
  private static final int MAGIC_LENGTH = 8;

  private Executables() {}

  /**
   * Opens an ELF, Mach-O or PE file, plain or compressed with gzip or zstd. Reads and checks the
   * headers; everything else is read on demand.
   *
   * @throws ExecutableException if the file has another format, or is truncated or damaged
   * @throws IOException if the file does not exist or can't be read
   */
  public static Executable open(String path) throws IOException {
    return open(path, "");
  }

  /**
   * As {@link #open(String)}. If the file contains programs for several machines, opens the one for
   * a given machine.
   *
   * @param architecture GOARCH; if the file has no program for it, the first one is opened
   */
  public static Executable open(String path, String architecture) throws IOException {
    Source source = Sources.open(path, InputStream.nullInputStream());
    try {
      return of(source, architecture);
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  /** Opens the executable in a source. Closing the executable closes the source. */
  public static Executable of(Source source) throws IOException {
    return of(source, "");
  }

  private static Executable of(Source source, String architecture) throws IOException {
    FileBytes file = FileBytes.of(source);
    byte[] magic = readMagic(file);
    if (FatMachFile.isFatMagic(magic)) {
      file = FatMachFile.choose(file, architecture);
      magic = readMagic(file);
    }
    return new ProgramFile(source.name(), readHeaders(file, magic));
  }

  private static byte[] readMagic(FileBytes file) throws IOException {
    byte[] magic = new byte[MAGIC_LENGTH];
    file.read(0, magic, 0, MAGIC_LENGTH);
    return magic;
  }

  private static ProgramFile.Headers readHeaders(FileBytes file, byte[] magic) throws IOException {
    if (magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F') {
      return ElfFile.read(file);
    }
    if (MachFile.isMachMagic(magic)) {
      return MachFile.read(file);
    }
    if (magic[0] == 'M' && magic[1] == 'Z') {
      return PeFile.read(file);
    }
    throw file.error(
        0, file.size() == 0 ? "the file is empty" : "not an executable (ELF, Mach-O or PE)");
  }
}
