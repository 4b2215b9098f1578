package dev.godump.report.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a report writes as text, without colour. */
public final class WrittenText {
  private WrittenText() {}

  /** Returns the text that is written to a pipe. */
  public static String of(Consumer<TextWriter> answer) {
    return of(TextWriter.COLUMNS, answer);
  }

  /** Returns the text that is written to a terminal of some width. */
  public static String of(int columns, Consumer<TextWriter> answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextWriter writer = new TextWriter(out, false, columns);
    answer.accept(writer);
    writer.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
