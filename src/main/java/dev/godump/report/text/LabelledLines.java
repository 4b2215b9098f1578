package dev.godump.report.text;

import java.util.List;

/** Writes lines that consist of a label and a value, with all values aligned. */
public final class LabelledLines {
  private final TextWriter out;
  private final String indent;
  private final int width;

  /**
   * @param indent spaces before labels
   * @param width columns of a label and the gap after it
   */
  public LabelledLines(TextWriter out, int indent, int width) {
    this.out = out;
    this.indent = " ".repeat(indent);
    this.width = width;
  }

  /** Writes a value. An empty label continues the value above. */
  public void line(String label, String value) {
    out.row(padded(label) + value, indent.length() + width);
  }

  /** Writes a command, which is not wrapped, so that it can be copied. */
  public void command(String label, String command) {
    out.raw(padded(label) + TerminalEscaper.escape(command));
  }

  /** Writes a value, and shortens the name in it if the line is too wide. */
  public void line(String label, String before, String name, String after) {
    out.line(padded(label) + before, name, after);
  }

  /** Writes a list of items, on as many lines as needed. */
  public void list(String label, List<String> items) {
    out.list(padded(label), items);
  }

  private String padded(String label) {
    return indent + label + " ".repeat(Math.max(0, width - label.length()));
  }
}
