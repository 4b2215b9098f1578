package dev.godump.cli;

import dev.godump.report.text.TerminalEscaper;
import dev.godump.report.text.TextWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command reads and writes.
 *
 * @param out written unbuffered; its errors are seen, unlike those of {@code System.out}
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}
 * @param columns that a line of text has: the terminal's, or of anything else 100
 */
record Streams(
    InputStream in,
    OutputStream out,
    OutputStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns) {
  /**
   * Set by the launcher to the numbers of the streams that are terminals, which Java can't tell.
   */
  private static final String TERMINALS = "godump.terminals";

  /** Set by the launcher to the width of the terminal that standard output is. */
  private static final String COLUMNS = "godump.columns";

  /** What text needs at least to be of use, and what helps no more. */
  private static final int MIN_COLUMNS = 60;

  private static final int MAX_COLUMNS = 400;

  /** Without a terminal's width. */
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
        columns(terminals.contains("1") ? Integer.getInteger(COLUMNS, 0) : 0));
  }

  /**
   * @param said by the terminal, or 0 where it says nothing
   */
  private static int columns(int reported) {
    return reported <= 0
        ? TextWriter.COLUMNS
        : Math.max(MIN_COLUMNS, Math.min(reported, MAX_COLUMNS));
  }

  /** Writes a line to standard error. */
  void say(String message) {
    new PrintWriter(err, true, StandardCharsets.UTF_8)
        .println("godump: " + TerminalEscaper.escape(message));
  }

  /** Writes a warning to standard error. */
  void warn(String message) {
    say("warning: " + message);
  }

  /** Returns the same streams with another standard output. */
  Streams withOut(OutputStream other) {
    return new Streams(in, other, err, outIsTerminal, errIsTerminal, columns);
  }

  /** Whether the environment lets terminals have colours: see no-color.org. */
  static boolean colourAllowed() {
    String noColour = System.getenv("NO_COLOR");
    return noColour == null || noColour.isEmpty();
  }

  /** Whether help texts have colours. */
  Ansi helpColours() {
    return outIsTerminal && Streams.colourAllowed() ? Ansi.ON : Ansi.OFF;
  }
}
