package dev.godump.cli;

import dev.godump.report.text.RowLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for which rows of lists are shown. */
final class TopOption {
  private static final int DEFAULT_ROWS = 30;
  private static final String NAME = "--top";

  @Option(
      names = NAME,
      paramLabel = "N",
      converter = MaxRows.Converter.class,
      description =
          "Show at most N rows of each list, 0 for all. Default: "
              + DEFAULT_ROWS
              + " in text and Markdown, all in JSON and CSV.")
  private @Nullable MaxRows top;

  @Mixin private OffsetOption offset;

  /** Returns the limit for the format of an answer. */
  RowLimit limit(Output output) {
    return output.isForReading() ? limitOr(DEFAULT_ROWS) : limitOr(0);
  }

  /**
   * Returns the limit that the command line sets, or else a default.
   *
   * @param rows 0 for all
   */
  RowLimit limitOr(int rows) {
    return RowLimit.of(NAME, top == null ? rows : top.rows()).after(offset.rows());
  }
}
