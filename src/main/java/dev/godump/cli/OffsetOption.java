package dev.godump.cli;

import picocli.CommandLine.Option;

/** The option that skips rows of lists. */
final class OffsetOption {
  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      converter = MaxRows.Converter.class,
      description = "Skip the first N rows of each list. Default: ${DEFAULT-VALUE}.")
  private MaxRows offset;

  int rows() {
    return offset.rows();
  }
}
