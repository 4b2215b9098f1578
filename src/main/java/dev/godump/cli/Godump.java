package dev.godump.cli;

import dev.godump.types.value.Secrets;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: help, version, and what its subcommands share. */
@Command(
    name = "godump",
    description = "Answers from a Go heap dump (runtime/debug.WriteHeapDump) what fills the heap and what keeps it there.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "DUMP is a file, plain, .gz or .zst, or - for standard input. Start with:",
      "  godump summary heap.dump",
      "",
      "Exit codes: 0 fine; 1 a gate failed; 2 wrong usage; 3 input that can't be read, or not as a whole."
    })
final class Godump implements Runnable {
  private static final String REDACT = "GODUMP_REDACT";

  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(
      names = "--redact",
      scope = ScopeType.INHERIT,
      description = "Show lengths and hashes instead of what the process's memory holds. Default: whether $" + REDACT + " is set.")
  private boolean redact;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  Godump(Streams streams) {
    this.streams = streams;
  }

  Streams streams() {
    return streams;
  }

  /** Whether contents of the process's memory are hidden; hashes are of use in one run only. */
  Secrets secrets() {
    String variable = System.getenv(REDACT);
    boolean hidden = redact || variable != null && !variable.isEmpty() && !variable.equals("0");
    if (!hidden) {
      return Secrets.SHOWN;
    }
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Secrets.hidden(key);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
