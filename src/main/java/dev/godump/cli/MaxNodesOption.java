package dev.godump.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that limits the nodes of trees. */
final class MaxNodesOption {
  private static final int DEFAULT_IN_TEXT = 40;
  private static final int DEFAULT = 1000;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      converter = MaxRows.Converter.class,
      description =
          "Show the N largest nodes, 0 for all. Default: "
              + DEFAULT_IN_TEXT
              + " in text and Markdown, "
              + DEFAULT
              + " in JSON.")
  private @Nullable MaxRows nodes;

  /** Returns the limit for the format of an answer. */
  int nodes(Output output) {
    if (nodes == null) {
      return output.isForReading() ? DEFAULT_IN_TEXT : DEFAULT;
    }
    return nodes.rows() == 0 ? Integer.MAX_VALUE : nodes.rows();
  }
}
