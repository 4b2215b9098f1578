package dev.godump.cli;

import dev.godump.io.GuardedOutput;
import dev.godump.report.text.TerminalEscaper;
import dev.godump.report.text.TextWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * The streams of a command, and what is known about the terminals behind them.
 *
 * @param out unbuffered; unlike {@code System.out} it does not hide errors
 * @param outIsTerminal whether {@code out} is a terminal
 * @param errIsTerminal whether {@code err} is a terminal
 * @param columns the width of a line of text: that of the terminal, or 100
 */
record Streams(
    InputStream in,
    OutputStream out,
    OutputStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns) {
  /**
   * Set by the launcher to the numbers of the streams that are terminals, which Java can't find
   * out.
   */
  private static final String TERMINALS = "godump.terminals";

  /** Set by the launcher to the width of the terminal on standard output. */
  private static final String COLUMNS = "godump.columns";

  /** Narrower text is hard to read. */
  private static final int MIN_COLUMNS = 60;

  /** Wider lines are not easier to read. */
  private static final int MAX_COLUMNS = 400;

  Streams(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this(in, out, err, outIsTerminal, errIsTerminal, TextWriter.COLUMNS);
  }

  static Streams ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    return new Streams(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        terminals.contains("1"),
        terminals.contains("2"),
        columns(
            terminals.contains("1") ? Integer.getInteger(COLUMNS, 0) : 0,
            System.getenv("COLUMNS")));
  }

  /**
   * Returns the width of a line of text.
   *
   * @param reported by the terminal, or 0
   * @param requested the variable COLUMNS of the environment, which counts where there is no
   *     terminal; null if it is not set
   */
  static int columns(int reported, @Nullable String requested) {
    boolean named = requested != null && requested.matches("[1-9]\\d{0,5}");
    int columns = reported > 0 || !named ? reported : Integer.parseInt(requested);
    return columns <= 0
        ? TextWriter.COLUMNS
        : Math.max(MIN_COLUMNS, Math.min(columns, MAX_COLUMNS));
  }

  /** Whether someone can type and read the answers. */
  boolean isDialog() {
    return in == System.in && outIsTerminal && System.getProperty(TERMINALS, "").contains("0");
  }

  /**
   * Writes a line to standard output, about a file that was written.
   *
   * @throws java.io.UncheckedIOException if it can't be written
   */
  void report(String line) {
    PrintWriter writer = new PrintWriter(new GuardedOutput(out), false, StandardCharsets.UTF_8);
    writer.println(line);
    writer.flush();
  }

  /** Writes a message to standard error, as one line. */
  void say(String message) {
    errLine("godump: " + message);
  }

  /** Writes to standard error that godump itself failed, as one line. */
  void fail(String message) {
    errLine("godump failed: " + message);
  }

  private void errLine(String line) {
    new PrintWriter(err, true, StandardCharsets.UTF_8).println(TerminalEscaper.escape(line));
  }

  /** Writes a warning to standard error. */
  void warn(String message) {
    say("warning: " + message);
  }

  /** Returns the same streams with another standard output. */
  Streams withOut(OutputStream other) {
    return new Streams(in, other, err, outIsTerminal, errIsTerminal, columns);
  }

  /** Returns the same streams with another standard error. */
  Streams withErr(OutputStream other) {
    return new Streams(in, out, other, outIsTerminal, errIsTerminal, columns);
  }

  /** Returns the same streams with standard output and error behind others. */
  Streams through(UnaryOperator<OutputStream> other) {
    return new Streams(
        in, other.apply(out), other.apply(err), outIsTerminal, errIsTerminal, columns);
  }

  /** Returns whether the environment allows colours on terminals; see no-color.org. */
  static boolean colourAllowed() {
    String noColour = System.getenv("NO_COLOR");
    return noColour == null || noColour.isEmpty();
  }

  /** Returns whether help texts are coloured. */
  Ansi helpColours() {
    return outIsTerminal && Streams.colourAllowed() ? Ansi.ON : Ansi.OFF;
  }
}
