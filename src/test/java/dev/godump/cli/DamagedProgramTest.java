package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.file.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands with a real executable that is incomplete or damaged. */
@Timeout(60)
class DamagedProgramTest {
  private static final String DUMP = "testdata/go1.24/types.dump.gz";
  private static final String WHOLE = "testdata/go1.24/types.program.zst";

  @TempDir private Path directory;
  private byte[] file;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream in = new ZstdInputStream(Files.newInputStream(Path.of(WHOLE)))) {
      file = in.readAllBytes();
    }
  }

  private CommandLineRun histogram(byte[] program) throws IOException {
    Path path = Files.write(directory.resolve("program"), program);
    CommandLineRun run =
        CommandLineRun.of("histogram", "--top", "0", "--exe", path.toString(), DUMP);
    assertThat(run.exitCode()).isZero();
    return run;
  }

  /** Counts the rows that show a type and not a shape. */
  private static long typed(CommandLineRun run) {
    return run.out()
        .lines()
        .filter(line -> !line.contains("ptrs@") && !line.contains("noptr "))
        .count();
  }

  @Test
  void a_program_without_section_headers_still_gives_types() throws IOException {
    long whole = typed(histogram(file.clone()));
    Arrays.fill(file, 40, 48, (byte) 0);
    Arrays.fill(file, 60, 64, (byte) 0);
    CommandLineRun run = histogram(file);
    assertThat(run.err()).isEmpty();
    assertThat(typed(run)).isGreaterThan(whole * 3 / 4);
  }

  @Test
  void damaged_debugging_information_is_a_warning() throws IOException {
    damageDebugging();
    CommandLineRun run = histogram(file);
    assertThat(run.err()).startsWith("godump: warning: ").contains(".debug_info is damaged");
    assertThat(run.out()).contains("runtime.g");
  }

  @Test
  void an_index_stores_warnings_about_debugging_information() throws IOException {
    damageDebugging();
    Path program = Files.write(directory.resolve("program"), file);
    Path dump = directory.resolve("heap.dump");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(DUMP)))) {
      Files.copy(in, dump);
    }
    String indexes = directory.resolve("indexes").toString();
    String built =
        CommandLineRun.of(
                "index", "--index-dir", indexes, "--exe", program.toString(), dump.toString())
            .err();
    assertThat(built).contains(".debug_info is damaged");
    assertThat(CommandLineRun.of("histogram", "--index-dir", indexes, dump.toString()).err())
        .isEqualTo(built);
  }

  private void damageDebugging() throws IOException {
    Path path = Files.write(directory.resolve("program"), file);
    try (Executable program = Executables.open(path.toString())) {
      Section info =
          program.sections().stream()
              .filter(s -> s.name().endsWith("debug_info"))
              .findFirst()
              .orElseThrow();
      for (long at = info.offset() + 64; at < info.offset() + info.stored(); at += 64) {
        file[(int) at] ^= (byte) 0xff;
      }
    }
  }

  @Test
  void a_program_with_every_64th_byte_flipped_is_a_warning_and_the_answer_has_no_types()
      throws IOException {
    for (int at = 0x1000; at < file.length; at += 64) {
      file[at] ^= (byte) 0xff;
    }
    CommandLineRun run = histogram(file);
    assertThat(run.err()).hasLineCount(1).contains("warning").endsWith("; continuing without it\n");
    assertThat(run.out()).isEqualTo(CommandLineRun.of("histogram", "--top", "0", DUMP).out());
  }
}
