package dev.godump.report.text;

import dev.godump.report.text.Table.Kind;

/** The colors of cells: addresses are dim, large shares and growth red, shrinking green. */
enum Paint {
  NONE,
  ANSI;

  private static final double LARGE_SHARE = 50;
  private static final String DIM = "\u001b[2m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String RESET = "\u001b[0m";

  String cell(Kind kind, String text) {
    if (this == NONE || text.isEmpty()) {
      return text;
    }
    String colour =
        switch (kind) {
          case ADDRESS, MARK -> DIM;
          case SHARE -> isLarge(text) ? RED : "";
          case DELTA -> text.startsWith("+") ? RED : text.startsWith("-") ? GREEN : "";
          case COUNT, BYTES, TEXT, NAME, RIGHT, FLAG -> "";
        };
    return colour.isEmpty() ? text : colour + text + RESET;
  }

  private static boolean isLarge(String share) {
    String number = share.replaceAll("[>%]", "");
    return share.endsWith("%")
        && !share.startsWith("<")
        && Double.parseDouble(number) >= LARGE_SHARE;
  }
}
