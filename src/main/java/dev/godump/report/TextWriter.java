package dev.godump.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of text to a person or a pipe, UTF-8, with bold headings where colour is wanted. */
public final class TextWriter {
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private static final int COLUMNS = 100;

  private final Writer out;
  private final boolean colour;

  public TextWriter(OutputStream stream, boolean colour) {
    this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
    this.colour = colour;
  }

  /** @throws UncheckedIOException if nobody reads any more */
  public void line(CharSequence text) {
    try {
      out.append(text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty line. */
  public void line() {
    line("");
  }

  /** A line that stands out on a terminal. */
  public void heading(String text) {
    line(colour ? BOLD + text + RESET : text);
  }

  /** A label and items after it, over as many lines of at most 100 columns as it takes. */
  public void list(String label, List<String> items) {
    StringBuilder line = new StringBuilder(label);
    String indent = " ".repeat(label.length());
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i < items.size() - 1 ? "," : "");
      boolean first = line.length() == indent.length();
      if (!first && line.length() + 1 + item.length() > COLUMNS) {
        line(line);
        line = new StringBuilder(indent);
        first = true;
      }
      boolean spaced = !first && line.charAt(line.length() - 1) != ' ';
      line.append(spaced ? " " : "").append(item);
    }
    line(line);
  }

  /** A table below the lines before it. */
  public void table(Table<?> table) {
    table.text(this, "  ");
  }

  /** A table as CSV. */
  public void csv(Table<?> table) {
    table.csv(this);
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
