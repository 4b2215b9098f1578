package dev.godump.core;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A core file kept under {@code testdata/cores}, with the program that left it and the dump that
 * the program wrote just before.
 *
 * @param release such as {@code go1.24}
 * @param name of the files
 */
record RealCore(String release, String name) {
  private static final Path DIRECTORY = Path.of("testdata/cores");

  RealCore(String release) {
    this(release, "pair");
  }

  private String path(String suffix) {
    return DIRECTORY.resolve(release).resolve(name + suffix).toString();
  }

  Source open() throws IOException {
    return Sources.open(path(".core.zst"), InputStream.nullInputStream());
  }

  Executable program() throws IOException {
    return Executables.open(path(".program.zst"));
  }

  /** Returns the dump that the program wrote. */
  RecordLists dump() throws IOException {
    return RecordLists.of(RealDump.of("cores/" + release + "/" + name).bytes());
  }

  /** Returns the dump that is written from the core file. */
  RecordLists converted() throws IOException {
    return RecordLists.of(convertedBytes());
  }

  byte[] convertedBytes() throws IOException {
    try (Source core = open();
        Executable program = program()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ProcessDump.write(core, program, out);
      return out.toByteArray();
    }
  }
}
