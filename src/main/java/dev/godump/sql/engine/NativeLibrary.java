package dev.godump.sql.engine;

import dev.godump.index.IndexDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;

/**
 * Unpacks a native library from a jar into a directory once, so that later starts only map it. Its
 * name there has the checksum that the jar states, so that another version is another file.
 */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Returns the path of the unpacked library.
   *
   * @param library where the jar has it
   * @param cache the directory to unpack to; without one, a temporary file is written each time
   */
  static Path unpacked(URL library, Optional<IndexDirectory> cache) throws IOException {
    JarURLConnection connection = (JarURLConnection) library.openConnection();
    JarEntry entry = connection.getJarEntry();
    String name = String.format("libduckdb_java-%08x.so", entry.getCrc());
    if (cache.isPresent()) {
      return cache.get().shared(name, entry.getSize(), file -> copy(connection, file));
    }
    Path temporary = Files.createTempFile("godump", name);
    temporary.toFile().deleteOnExit();
    copy(connection, temporary);
    return temporary;
  }

  private static void copy(JarURLConnection connection, Path file) throws IOException {
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
  }
}
