package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int exitCodeFor(Throwable error) {
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, false, false);
    return new Errors(streams).handle(error, null);
  }

  private String message() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatever_godump_fails_at_is_one_line_that_asks_for_a_report_and_exit_code_4() {
    assertThat(exitCodeFor(new StackOverflowError())).isEqualTo(ExitCode.FAILURE);
    assertThat(exitCodeFor(new IllegalStateException("two\nlines"))).isEqualTo(ExitCode.FAILURE);
    assertThat(exitCodeFor(new InternalError("of the JVM"))).isEqualTo(ExitCode.FAILURE);
    assertThat(message())
        .hasLineCount(3)
        .contains(
            "godump failed: java.lang.StackOverflowError at dev.godump.cli.ErrorsTest.",
            "; please report this with the command and the version of godump; --debug shows");
  }

  @Test
  void a_full_heap_and_a_lost_page_are_no_failure_of_godump() {
    assertThat(exitCodeFor(new OutOfMemoryError())).isEqualTo(ExitCode.INPUT);
    assertThat(
            exitCodeFor(
                new InternalError(
                    "a fault occurred in a recent unsafe memory access operation in compiled Java code")))
        .isEqualTo(ExitCode.INPUT);
    assertThat(message()).doesNotContain("report");
  }

  @Test
  void a_file_without_permission_is_named() {
    assertThat(exitCodeFor(new AccessDeniedException("/var/cache/godump")))
        .isEqualTo(ExitCode.INPUT);
    assertThat(message()).isEqualTo("godump: /var/cache/godump: permission denied\n");
  }
}
