package dev.godump.report.text;

import java.io.OutputStream;

/**
 * Writes an answer as Markdown: headings and tables as such, and all other lines in blocks of code,
 * since they are aligned. Not thread-safe.
 */
public final class MarkdownWriter extends TextWriter {
  private static final String FENCE = "```";

  private boolean inBlock;

  /** Empty lines that are written only if the block goes on. */
  private int emptyLines;

  public MarkdownWriter(OutputStream stream, int columns) {
    super(stream, false, columns);
  }

  @Override
  void write(String text, boolean bold) {
    if (text.isEmpty()) {
      emptyLines++;
      return;
    }
    if (!inBlock) {
      raw(FENCE + "text");
      inBlock = true;
      emptyLines = 0;
    }
    for (; emptyLines > 0; emptyLines--) {
      super.write("", false);
    }
    super.write(text, bold);
  }

  @Override
  public void heading(String text) {
    closeBlock();
    raw("### " + MarkdownTable.escape(text.strip()));
    raw("");
  }

  @Override
  public void table(Table<?> table) {
    closeBlock();
    table.markdown(this);
  }

  @Override
  public void more(long count, String hint) {
    if (count > 0) {
      closeBlock();
      raw(MarkdownTable.escape(moreText(count, hint)));
      raw("");
    }
  }

  @Override
  public void section(String title, Runnable content) {
    closeBlock();
    raw("<details><summary>" + MarkdownTable.escape(title) + "</summary>");
    raw("");
    content.run();
    closeBlock();
    raw("</details>");
    raw("");
  }

  @Override
  public void flush() {
    closeBlock();
    super.flush();
  }

  private void closeBlock() {
    if (inBlock) {
      inBlock = false;
      raw(FENCE);
      raw("");
    }
  }
}
