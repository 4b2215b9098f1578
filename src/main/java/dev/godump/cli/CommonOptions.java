package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.types.value.Secrets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every subcommand that reads a dump. */
final class CommonOptions {
  private static final String REDACT = "GODUMP_REDACT";
  private static final String MAX_UNPACKED = "GODUMP_MAX_UNPACKED";

  @Option(names = "--debug", description = "Print a stack trace on errors.")
  private boolean debug;

  @Option(
      names = "--timings",
      hidden = true,
      description = "Print where the time went to standard error.")
  private boolean timings;

  @Option(
      names = "--redact",
      description =
          "Show lengths and hashes instead of contents of memory. Default: on if $"
              + REDACT
              + " is set.")
  private boolean redact;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli shows the help before a command runs
  private boolean help;

  @Option(
      names = "--max-unpacked",
      paramLabel = "SIZE",
      converter = BytesConverter.class,
      description =
          "Most bytes that a compressed dump may unpack to. Default: $"
              + MAX_UNPACKED
              + ", or 1 GiB or 200 times its size.")
  private @Nullable Long maxUnpacked;

  /** Returns the most bytes that a compressed dump may unpack to; 0 for the default. */
  long maxUnpacked() throws OperandException {
    String variable = System.getenv(MAX_UNPACKED);
    if (maxUnpacked != null || variable == null || variable.isEmpty()) {
      return maxUnpacked == null ? 0 : maxUnpacked;
    }
    try {
      return new BytesConverter().convert(variable);
    } catch (TypeConversionException e) {
      throw new OperandException(MAX_UNPACKED + ": " + e.getMessage());
    }
  }

  boolean debug() {
    return debug;
  }

  boolean timings() {
    return timings;
  }

  /**
   * Returns whether to hide the contents of the process's memory. Hashes in place of hidden
   * contents can be compared within one run only.
   */
  Secrets secrets() {
    String variable = System.getenv(REDACT);
    boolean hidden = redact || (variable != null && !variable.isEmpty() && !variable.equals("0"));
    return hidden ? Secrets.keyed() : Secrets.SHOWN;
  }
}
