package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  private void write(Path path) throws IOException {
    try (AtomicFile file = AtomicFile.at(path)) {
      file.stream().write(1);
      file.complete();
    }
  }

  @Test
  void a_name_may_be_as_long_as_names_can_be() throws IOException {
    Path path = directory.resolve("n".repeat(250));
    write(path);
    assertThat(directory).isDirectoryContaining(path::equals);
    assertThat(Files.size(path)).isEqualTo(1);
  }

  @Test
  void what_a_killed_program_left_behind_is_deleted() throws IOException {
    Files.createFile(directory.resolve(".godump-1234.tmp"));
    write(directory.resolve("a"));
    assertThat(directory.toFile().list()).containsExactly("a");
  }

  @Test
  void what_another_program_writes_is_kept() throws IOException {
    try (AtomicFile file = AtomicFile.at(directory.resolve("a"))) {
      write(directory.resolve("b"));
      file.stream().write(2);
      file.complete();
    }
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a", "b");
  }
}
