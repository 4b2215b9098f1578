package dev.godump.report.text;

import dev.godump.report.text.Table.Kind;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name in JSON and CSV, or null if they leave the column out
 * @param heading in text, or null if text leaves the column out
 * @param group the heading above the heading, or empty
 */
record Column<R>(
    @Nullable String name,
    @Nullable String heading,
    String group,
    Kind kind,
    Function<R, ?> value) {
  /** Returns the same column for JSON and CSV only. */
  Column<R> withoutHeading() {
    return new Column<>(name, null, group, kind, value);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  boolean isRightAligned() {
    return switch (kind) {
      case COUNT, BYTES, RIGHT, SHARE, DELTA -> true;
      case ADDRESS, TEXT, NAME, FLAG, MARK -> false;
    };
  }

  String text(R row) {
    Object raw = value.apply(row);
    if (raw == null) {
      return "-";
    }
    return switch (kind) {
      case ADDRESS -> Amounts.address((Long) raw);
      case COUNT ->
          raw instanceof BigInteger count
              ? Amounts.unsignedCount(count.longValue())
              : Amounts.count(((Number) raw).longValue());
      case BYTES ->
          raw instanceof BigInteger bytes
              ? Amounts.unsignedBytes(bytes.longValue())
              : Amounts.bytes(((Number) raw).longValue());
      case FLAG -> (Boolean) raw ? "yes" : "no";
      case TEXT, NAME, RIGHT, SHARE, DELTA, MARK -> raw.toString();
    };
  }

  @Nullable Object raw(R row) {
    Object raw = value.apply(row);
    return kind == Kind.ADDRESS && raw != null ? Amounts.address((Long) raw) : raw;
  }
}
