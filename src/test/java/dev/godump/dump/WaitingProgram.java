package dev.godump.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program {@code testdata/live}: it has written a dump of itself and now waits, with one
 * goroutine that runs all the time.
 */
public final class WaitingProgram implements Closeable {
  private final Process process;
  private final Path dump;

  private WaitingProgram(Process process, Path dump) {
    this.process = process;
    this.dump = dump;
  }

  /** Starts it where it can run: on Linux on amd64. */
  public static WaitingProgram start(Path directory) throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the program is for Linux on amd64");
    Path program = directory.resolve("waiting");
    try (InputStream in =
        new ZstdInputStream(Files.newInputStream(Path.of("testdata/live/waiting.program.zst")))) {
      Files.copy(in, program);
    }
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path dump = directory.resolve("own.dump");
    Process process = new ProcessBuilder(program.toString(), dump.toString()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    return new WaitingProgram(process, dump);
  }

  public long pid() {
    return process.pid();
  }

  /** Returns the dump that it wrote. */
  public byte[] dump() throws IOException {
    return Files.readAllBytes(dump);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
