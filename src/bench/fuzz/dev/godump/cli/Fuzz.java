package dev.godump.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs commands on hostile files in this process: dumps of random records, and real dumps,
 * executables and indexes with random damage. A command must end in time, with an answer or one
 * line of error, and write no characters that a terminal obeys.
 *
 * <p>Usage: {@code Fuzz FIRST_SEED SECONDS DIRECTORY}. The files that a command fails at are kept
 * in the directory, in a directory named after the seed.
 */
public final class Fuzz {
  private static final List<String> COMMANDS =
      List.of(
          "summary",
          "leaks",
          "goroutines",
          "goroutines --by label",
          "goroutines --locals",
          "objects",
          "histogram",
          "histogram --by package",
          "histogram --by root",
          "strings",
          "waste",
          "dominators",
          "dominators --json --depth 400",
          "roots --all",
          "types",
          "itabs",
          "memstats --json",
          "memprof",
          "finalizers",
          "threads",
          "params",
          "retainers 0xc000000000",
          "object 0xc000000000",
          "what-if --cut-object 0xc000000000",
          "objects --format csv",
          "export hprof -o OUT",
          "export heapsnapshot -o OUT",
          "export jsonl -o OUT",
          "export pprof -o OUT",
          "export dot -o OUT");

  private static final Pattern OBEYED = Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f]");
  private static final long COMMAND_SECONDS = 60;

  /** A small dump makes no larger file. */
  private static final long MAX_EXPORT = 64 << 20;

  private final Path directory;

  Fuzz(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[2]));
    List<String> failures =
        new Fuzz(directory)
            .run(Long.parseLong(args[0]), Duration.ofSeconds(Long.parseLong(args[1])));
    failures.forEach(System.err::println);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  /** Tries seeds from the first on until the time is over; returns what failed. */
  List<String> run(long firstSeed, Duration limit) throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    long end = System.nanoTime() + limit.toNanos();
    long seed = firstSeed;
    for (; System.nanoTime() < end && failures.size() < 20; seed++) {
      Path files = Files.createDirectories(directory.resolve(Long.toString(seed)));
      HostileInput input = HostileInput.of(seed, files);
      boolean failed = false;
      for (int i = 0; i < 4; i++) {
        String command = COMMANDS.get((int) ((seed * 4 + i) % COMMANDS.size()));
        Optional<String> failure = failureOf(command, input);
        failure.ifPresent(text -> failures.add(files + ": " + command + ": " + text));
        failed |= failure.isPresent();
      }
      if (!failed) {
        delete(files);
      }
    }
    System.out.println("tried seeds " + firstSeed + " to " + (seed - 1));
    return failures;
  }

  private static void delete(Path files) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Optional<String> failureOf(String command, HostileInput input)
      throws IOException, InterruptedException {
    Path export = directory.resolve("export");
    String line = command.replace("OUT", export.toString()) + " " + input.operands();
    CommandLineRun run;
    try {
      run =
          CompletableFuture.supplyAsync(() -> CommandLineRun.of(line.split(" ")))
              .get(COMMAND_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of("takes more than " + COMMAND_SECONDS + " s");
    } catch (ExecutionException e) {
      return Optional.of(e.getCause() + " at " + Arrays.toString(e.getCause().getStackTrace()));
    }
    if (run.exitCode() != 0 && run.exitCode() != 2 && run.exitCode() != 3) {
      return Optional.of("exit code " + run.exitCode() + ": " + run.err());
    }
    boolean csv = command.endsWith("csv");
    if (OBEYED.matcher(csv ? run.err() : run.out() + run.err()).find()) {
      return Optional.of("writes characters that a terminal obeys");
    }
    if (run.err().contains("Java heap are not enough")) {
      return Optional.of("takes all memory");
    }
    long written = Files.exists(export) ? Files.size(export) : 0;
    Files.deleteIfExists(export);
    return written > MAX_EXPORT ? Optional.of("exports " + written + " bytes") : Optional.empty();
  }
}
