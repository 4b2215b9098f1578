package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Runs the fuzz job from a fixed seed; {@code -Dfuzz.seconds=120} runs it longer. */
class FuzzTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void no_command_fails_at_hostile_files() throws Exception {
    Duration limit = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 10));
    assertThat(new Fuzz(directory).run(1, limit)).isEmpty();
  }
}
