package dev.godump.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command reads and writes.
 *
 * @param out written unbuffered; its errors are seen, unlike those of {@code System.out}
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}
 */
record Streams(InputStream in, OutputStream out, OutputStream err, boolean outIsTerminal, boolean errIsTerminal) {
  /** Set by the launcher to the numbers of the streams that are terminals, which Java can't tell. */
  private static final String TERMINALS = "godump.terminals";

  static Streams ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    return new Streams(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        terminals.contains("1"),
        terminals.contains("2"));
  }

  /** The same with another standard output. */
  Streams withOut(OutputStream other) {
    return new Streams(in, other, err, outIsTerminal, errIsTerminal);
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
