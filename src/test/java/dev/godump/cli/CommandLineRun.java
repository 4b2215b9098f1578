package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The result of a command line that was run in this process.
 *
 * @param exitCode its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... args) {
    return withInput(new byte[0], args);
  }

  static CommandLineRun withInput(byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new Streams(new ByteArrayInputStream(input), out, err, false, false), args);
    return new CommandLineRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command line whose standard output fails with a message. */
  static CommandLineRun withFailingOutput(String message, String... args) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), failing, err, false, false);
    int code = Main.run(streams, args);
    return new CommandLineRun(code, "", err.toString(StandardCharsets.UTF_8));
  }

  /** Asserts that the command line failed with an exit code and one line on standard error. */
  void assertFails(int exitCode, String message) {
    assertThat(this.exitCode).isEqualTo(exitCode);
    assertThat(err).contains(message).hasLineCount(1);
  }
}
