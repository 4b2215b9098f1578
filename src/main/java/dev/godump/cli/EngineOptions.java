package dev.godump.cli;

import dev.godump.sql.engine.EngineLoader;
import dev.godump.sql.engine.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that use the SQL engine. */
final class EngineOptions {
  @Option(
      names = "--values",
      description =
          "Fill columns with contents of memory, which can be secrets; never with --redact.")
  private boolean values;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = BytesConverter.class,
      description =
          "Most memory of the SQL engine, besides the Java heap; more goes to temporary files. Default: ${DEFAULT-VALUE}.")
  private long memory;

  boolean hasValues() {
    return values;
  }

  /** Returns the most bytes that the engine uses. */
  long memory() {
    return memory;
  }

  /** Loads the engine. */
  SqlEngine load() throws IOException {
    Optional<Path> driver =
        Optional.ofNullable(System.getenv(EngineLoader.DRIVER))
            .filter(path -> !path.isEmpty())
            .map(Path::of);
    return EngineLoader.load(driver, IndexOptions.findDirectory(null));
  }
}
