package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.index.IndexDirectory;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the directory of indexes and whether to use them. */
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
          "The directory of indexes. Default: $"
              + DIRECTORY
              + ", or godump in your cache directory.")
  private @Nullable Path directory;

  @Option(names = "--no-index", description = "Don't read or write an index.")
  private boolean disabled;

  /** Returns the directory of indexes; empty if indexes are disabled or no directory is known. */
  Optional<IndexDirectory> directory() {
    return disabled ? Optional.empty() : findDirectory(directory);
  }

  /**
   * Returns the directory that the option or the environment names, whether indexes are enabled or
   * not.
   */
  Optional<Path> namedDirectory() {
    return Optional.ofNullable(directory).or(() -> environment(DIRECTORY).map(Path::of));
  }

  /**
   * Returns a directory of indexes: the named one, or else the first that the environment gives.
   *
   * @param named by the option, or null
   */
  static Optional<IndexDirectory> findDirectory(@Nullable Path named) {
    if (named != null) {
      return Optional.of(new IndexDirectory(named));
    }
    return environment(DIRECTORY)
        .map(Path::of)
        // the XDG Base Directory Specification says to ignore a relative path, and so does the
        // launcher
        .or(
            () ->
                environment(CACHE)
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .map(cache -> cache.resolve("godump")))
        .or(() -> environment("HOME").map(home -> Path.of(home, ".cache", "godump")))
        .map(IndexDirectory::new);
  }

  /**
   * Returns the size limit of all indexes together, in bytes, from the environment or by default.
   */
  static long sizeLimit() throws OperandException {
    try {
      Optional<String> size = environment(MAX_SIZE);
      return size.isEmpty() ? DEFAULT_MAX_SIZE : new BytesConverter().convert(size.get());
    } catch (TypeConversionException e) {
      throw new OperandException(MAX_SIZE + ": " + e.getMessage());
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
