package dev.godump.sql;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name {@code snake_case}
 * @param documentation one sentence or more, in Markdown
 * @param numbers of rows; for {@link ColumnType#FLAG} 0 or 1, for {@link ColumnType#REAL} the bits
 *     of a double; {@link #NULL} for null
 * @param texts of rows, for {@link ColumnType#TEXT}
 * @param codes what stands for the texts, if anything does
 * @param <R> type of a row
 */
public record TableColumn<R>(
    String name,
    ColumnType type,
    String documentation,
    ToLongFunction<R> numbers,
    Function<R, @Nullable String> texts,
    Optional<Codes<R>> codes) {

  /** Stands for null among numbers. */
  public static final long NULL = Long.MIN_VALUE;

  /**
   * The texts of a column by code.
   *
   * @param texts of a heap's codes
   */
  public record Codes<R>(Coding<R> coding, CodedTexts texts) {}

  /** Returns the text of a code, or null. */
  @FunctionalInterface
  public interface CodedTexts {
    @Nullable String textOf(TableHeap heap, int code);
  }

  static <R> TableColumn<R> ofNumbers(
      String name, ColumnType type, String documentation, ToLongFunction<R> numbers) {
    return new TableColumn<>(name, type, documentation, numbers, row -> null, Optional.empty());
  }

  static <R> TableColumn<R> ofTexts(
      String name, String documentation, Function<R, @Nullable String> texts) {
    return new TableColumn<>(
        name, ColumnType.TEXT, documentation, row -> NULL, texts, Optional.empty());
  }

  /** Returns the bits of a double, which are not {@link #NULL}. */
  public static long bits(double value) {
    // the bits of -0.0 are NULL, and it equals 0.0
    return value == 0 ? 0 : Double.doubleToRawLongBits(value);
  }

  static <R> ToLongFunction<R> bits(ToDoubleFunction<R> values) {
    return row -> bits(values.applyAsDouble(row));
  }
}
