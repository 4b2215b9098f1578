package dev.godump.report.liveness;

import dev.godump.heap.HeapPart;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.Optional;
import java.util.function.Function;

/** Says which roots keep objects alive, by the part of the heap that they are in. */
public final class LivenessText {
  /** Explains {@link #live} of objects that only cleanups keep alive. */
  public static final String LEGEND = "cleanups: only cleanups keep it alive (inferred)";

  /** The heading of {@link #live}. */
  public static final String HEADING = "LIVE";

  private LivenessText() {}

  /** Returns whether the objects of a part are live, as a cell of a table. */
  public static String live(HeapPart part) {
    return switch (part) {
      case RECORDED, STACK_VARIABLES -> "yes";
      case MAYBE_STACK_VARIABLES -> "maybe";
      case CLEANUPS -> "cleanups";
      case GARBAGE -> "no";
      case UNKNOWN -> "-";
    };
  }

  /** Names the roots that alone keep the objects of a part alive. */
  public static String roots(HeapPart part) {
    return switch (part) {
      case RECORDED -> "recorded roots";
      case STACK_VARIABLES -> "stack variables that the dump doesn't list";
      case MAYBE_STACK_VARIABLES -> "maybe stack variables that the dump doesn't list";
      case CLEANUPS -> "cleanups (inferred)";
      case GARBAGE -> "nothing: garbage";
      case UNKNOWN -> "unknown";
    };
  }

  /** Names a part that unrecorded roots keep alive in JSON, such as {@code kept_by_cleanups}. */
  public static String keptBy(HeapPart part) {
    return "kept_by_" + part.label().replace(' ', '_');
  }

  /** Names the total that an object's retained size is a share of. */
  public static String whole(HeapPart part) {
    return switch (part) {
      case RECORDED, GARBAGE, UNKNOWN -> "of the live heap";
      case CLEANUPS -> "of what only cleanups keep alive";
      case STACK_VARIABLES -> "of what only unlisted stack variables keep alive";
      case MAYBE_STACK_VARIABLES -> "of what unlisted stack variables may keep alive";
    };
  }

  /** Says what keeps an object alive if it is not live as another one is; else empty. */
  public static String besides(HeapPart part, HeapPart other) {
    return switch (part) {
      case RECORDED, STACK_VARIABLES, UNKNOWN -> "";
      case CLEANUPS -> part == other ? "" : ", kept alive by cleanups only (inferred)";
      case MAYBE_STACK_VARIABLES -> part == other ? "" : ", maybe garbage";
      case GARBAGE -> ", garbage";
    };
  }

  /**
   * Adds a column that says whether an object is live, and in text what else keeps it alive. Data
   * has that in {@link #keptByCleanups(Table, Function)}, after the columns that scripts rely on.
   */
  public static <R> Table<R> columns(Table<R> table, Function<R, HeapPart> partOf) {
    return table
        .dataOnly("live", Kind.FLAG, row -> partOf.apply(row).isLive())
        .textOnly(HEADING, Kind.TEXT, row -> live(partOf.apply(row)))
        .legend(row -> partOf.apply(row) == HeapPart.CLEANUPS, LEGEND);
  }

  /** Adds a column of data that says whether only cleanups keep an object alive. */
  public static <R> Table<R> keptByCleanups(Table<R> table, Function<R, HeapPart> partOf) {
    return table.dataOnly(
        "kept_by_cleanups", Kind.FLAG, row -> partOf.apply(row).isKeptByCleanups());
  }

  /**
   * Writes how much only cleanups keep alive, if anything.
   *
   * @param rest what an answer does with it
   */
  public static void writeKept(TextWriter out, KeptObjects kept, String rest) {
    keptText(kept, rest).ifPresent(out::line);
  }

  /** Says how much only cleanups keep alive, if anything, as {@link #writeKept} does. */
  public static Optional<String> keptText(KeptObjects kept, String rest) {
    return kept.count() == 0
        ? Optional.empty()
        : Optional.of(
            "  "
                + Amounts.count(kept.count(), "more object")
                + ", "
                + Amounts.bytes(kept.bytes())
                + ", kept alive only by "
                + roots(HeapPart.CLEANUPS)
                + ": "
                + rest);
  }
}
