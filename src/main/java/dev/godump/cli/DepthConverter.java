package dev.godump.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a number of levels of a tree, from 1 to {@link Output#MAX_TREE_DEPTH}. */
final class DepthConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (text.matches("\\d{1,9}")) {
      int depth = Integer.parseInt(text);
      if (depth >= 1 && depth <= Output.MAX_TREE_DEPTH) {
        return depth;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is not a number of levels from 1 to " + Output.MAX_TREE_DEPTH);
  }
}
