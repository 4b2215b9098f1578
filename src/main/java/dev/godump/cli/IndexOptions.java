package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.index.IndexDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where indexes are kept, and whether one is used. */
final class IndexOptions {
  private static final String DIRECTORY = "GODUMP_INDEX_DIR";
  private static final String CACHE = "XDG_CACHE_HOME";

  /** The environment variable that limits the size of all indexes together. */
  static final String MAX_SIZE = "GODUMP_INDEX_MAX_SIZE";

  private static final long DEFAULT_MAX_SIZE = 20L << 30;

  @Option(
      names = "--index-dir",
      paramLabel = "DIR",
      description =
          "Where indexes are kept. Default: $"
              + DIRECTORY
              + ", or godump in the user's cache directory.")
  private Path directory;

  @Option(names = "--no-index", description = "Neither read an index nor write one.")
  private boolean none;

  /** The directory of indexes; empty where none are wanted, or there is no place for them. */
  Optional<IndexDirectory> directory() {
    return none ? Optional.empty() : place(directory);
  }

  /** The directory that is named by option or variable, whether indexes are wanted or not. */
  Optional<Path> named() {
    return Optional.ofNullable(directory).or(() -> variable(DIRECTORY).map(Path::of));
  }

  /** The directory that is asked for, or else the environment's. */
  static Optional<IndexDirectory> place(Path asked) {
    if (asked != null) {
      return Optional.of(new IndexDirectory(asked));
    }
    return variable(DIRECTORY)
        .map(Path::of)
        // a relative one is to be ignored, says the XDG Base Directory Specification, and the
        // launcher does, too
        .or(
            () ->
                variable(CACHE)
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .map(cache -> cache.resolve("godump")))
        .or(() -> variable("HOME").map(home -> Path.of(home, ".cache", "godump")))
        .map(IndexDirectory::new);
  }

  /** How many bytes all indexes together may take, by the environment or by default. */
  static long sizeLimit() throws OperandException {
    try {
      Optional<String> size = variable(MAX_SIZE);
      return size.isEmpty() ? DEFAULT_MAX_SIZE : new BytesConverter().convert(size.get());
    } catch (TypeConversionException e) {
      throw new OperandException(MAX_SIZE + ": " + e.getMessage());
    }
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
