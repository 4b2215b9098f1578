package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export that is killed, as by {@code kill -9}. */
class KilledExportTest {
  private static final String DUMP = "testdata/go1.24/types.dump.gz";

  /** An export may be complete before it is seen to be unfinished, and then another is begun. */
  private static final int ATTEMPTS = 20;

  @TempDir private Path directory;

  private Path outputs;
  private Path scratch;

  private List<String> arguments(String format, String dump) throws IOException {
    outputs = Files.createDirectories(directory.resolve("outputs"));
    scratch = Files.createDirectories(directory.resolve("scratch"));
    return List.of(
        "export",
        format,
        "--no-exe",
        "--index-dir",
        scratch.toString(),
        "-o",
        outputs.resolve("heap").toString(),
        dump);
  }

  /** Starts a slow godump, whose temporary files are in the scratch directory. */
  private Process start(List<String> arguments) throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.godump.cli.Main");
    return new ProcessBuilder(Stream.of(java, arguments).flatMap(List::stream).toList())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("out").toFile())
        .start();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** Waits until an export has an unfinished file of a size. */
  private void awaitUnfinished(Process export, long size) throws Exception {
    while (export.isAlive()) {
      for (Path file : files(outputs)) {
        if (file.getFileName().toString().startsWith(".") && length(file) >= size) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static long length(Path file) {
    return file.toFile().length();
  }

  private void assertThatTheNextExportCleansUp(String format) throws IOException {
    CommandLineRun run = CommandLineRun.of(arguments(format, DUMP).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(files(outputs)).containsExactly(outputs.resolve("heap"));
    assertThat(files(scratch)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hprof", "heapsnapshot", "jsonl"})
  void the_next_export_deletes_what_one_killed_while_writing_has_left(String format)
      throws Exception {
    boolean interrupted = false;
    for (int i = 0; i < ATTEMPTS && !interrupted; i++) {
      Process export = start(arguments(format, DUMP));
      awaitUnfinished(export, 1);
      export.destroyForcibly().waitFor();
      interrupted = !Files.exists(outputs.resolve("heap"));
      Files.deleteIfExists(outputs.resolve("heap"));
    }
    assertThat(interrupted).isTrue();
    assertThat(files(outputs)).hasSize(1);
    assertThatTheNextExportCleansUp(format);
  }

  @Test
  void the_next_export_deletes_what_one_killed_while_reading_has_left() throws Exception {
    byte[] dump = Files.readAllBytes(Path.of(DUMP));
    Process export = start(arguments("jsonl", "-"));
    try (OutputStream half = export.getOutputStream()) {
      half.write(Arrays.copyOf(dump, dump.length / 2));
      half.flush();
      awaitUnfinished(export, 0);
      export.destroyForcibly().waitFor();
    }
    assertThat(files(outputs)).hasSize(1);
    assertThatTheNextExportCleansUp("jsonl");
  }
}
