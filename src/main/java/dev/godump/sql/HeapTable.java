package dev.godump.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a table: its columns, and how to get its rows from a heap. Engines add {@link
 * #DUMP} as the first column of every table.
 *
 * @param <R> type of a row
 */
public final class HeapTable<R> {
  /** The column that all tables begin with: the name of the dump that a row is of. */
  public static final TableColumn<String> DUMP =
      TableColumn.ofTexts("dump", "The dump, as the command line names it.", name -> name);

  /** The column of codes in {@link #codes}. */
  public static final String CODE = "code";

  private static final int FEW_ROWS = 1000;

  private final String name;
  private final String documentation;
  private final List<TableColumn<R>> columns;
  private final ToLongFunction<TableHeap> size;
  private final Source<R> source;

  /** Gets the rows of a table from a heap. */
  @FunctionalInterface
  public interface Source<R> {
    /**
     * Returns the rows. Called under the lock of the heap.
     *
     * @param columns names of the columns that will be read; rows need not know others
     */
    TableRows<R> rows(TableHeap heap, Set<String> columns) throws IOException;
  }

  private HeapTable(
      String name,
      String documentation,
      List<TableColumn<R>> columns,
      ToLongFunction<TableHeap> size,
      Source<R> source) {
    this.name = name;
    this.documentation = documentation;
    this.columns = List.copyOf(columns);
    this.size = size;
    this.source = source;
  }

  /**
   * Begins a definition.
   *
   * @param documentation what a row is, in Markdown
   */
  public static <R> Builder<R> named(String name, String documentation) {
    return new Builder<>(name, documentation);
  }

  /** Collects the columns of a table. */
  public static final class Builder<R> {
    private final String name;
    private final String documentation;
    private final List<TableColumn<R>> columns = new ArrayList<>();
    private Optional<Coding<R>> coding = Optional.empty();
    private ToLongFunction<TableHeap> size = heap -> FEW_ROWS;

    private Builder(String name, String documentation) {
      this.name = name;
      this.documentation = documentation;
    }

    /** Adds a column of addresses. */
    public Builder<R> address(String column, String what, ToLongFunction<R> values) {
      return add(TableColumn.ofNumbers(column, ColumnType.ADDRESS, what, values));
    }

    /** Adds a column of numbers. */
    public Builder<R> integer(String column, String what, ToLongFunction<R> values) {
      return add(TableColumn.ofNumbers(column, ColumnType.INTEGER, what, values));
    }

    /** Adds a column of floating-point numbers. */
    public Builder<R> real(String column, String what, ToDoubleFunction<R> values) {
      return add(TableColumn.ofNumbers(column, ColumnType.REAL, what, TableColumn.bits(values)));
    }

    /** Adds a column of floating-point numbers by their {@linkplain TableColumn#bits bits}. */
    public Builder<R> realBits(String column, String what, ToLongFunction<R> bits) {
      return add(TableColumn.ofNumbers(column, ColumnType.REAL, what, bits));
    }

    /** Adds a column of numbers that can be null. */
    public Builder<R> optionalInteger(
        String column, String what, Function<R, ? extends @Nullable Number> values) {
      return integer(column, what, row -> orNull(values.apply(row)));
    }

    /** Adds a column of texts. */
    public Builder<R> text(String column, String what, Function<R, @Nullable String> values) {
      return add(TableColumn.ofTexts(column, what, values));
    }

    /** Adds a column of flags. */
    public Builder<R> flag(String column, String what, Predicate<R> values) {
      return add(
          TableColumn.ofNumbers(column, ColumnType.FLAG, what, row -> values.test(row) ? 1 : 0));
    }

    /** Adds a column of flags that can be null. */
    public Builder<R> optionalFlag(
        String column, String what, Function<R, @Nullable Boolean> values) {
      return add(
          TableColumn.ofNumbers(
              column,
              ColumnType.FLAG,
              what,
              row -> {
                Boolean value = values.apply(row);
                return value == null ? TableColumn.NULL : value ? 1 : 0;
              }));
    }

    /** Sets what stands for the texts of the {@linkplain #coded coded} columns. */
    public Builder<R> coding(Coding<R> codes) {
      coding = Optional.of(codes);
      return this;
    }

    /** Adds a column of texts that the codes of the table's {@link #coding} stand for. */
    public Builder<R> coded(String column, String what, TableColumn.CodedTexts texts) {
      return add(
          new TableColumn<>(
              column,
              ColumnType.TEXT,
              what,
              row -> TableColumn.NULL,
              row -> null,
              Optional.of(new TableColumn.Codes<>(coding.orElseThrow(), texts))));
    }

    private Builder<R> add(TableColumn<R> column) {
      columns.add(column);
      return this;
    }

    /** Sets how many rows a heap has, for engines to plan with; they are few by default. */
    public Builder<R> size(ToLongFunction<TableHeap> rows) {
      size = rows;
      return this;
    }

    /** Returns the definition. */
    public HeapTable<R> rows(Source<R> source) {
      return new HeapTable<>(name, documentation, columns, size, source);
    }
  }

  private static long orNull(@Nullable Number number) {
    return number == null ? TableColumn.NULL : number.longValue();
  }

  /** The name of the table, in lower case. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /** What a row is, in Markdown. */
  public String documentation() {
    return documentation;
  }

  /** All columns but {@link #DUMP}. */
  public List<TableColumn<R>> columns() {
    return columns;
  }

  /** What stands for the texts of some columns, if anything does. */
  public Optional<Coding<R>> coding() {
    return columns.stream()
        .flatMap(column -> column.codes().stream())
        .map(TableColumn.Codes::coding)
        .findFirst();
  }

  /** Returns about how many rows a heap has, without a search. */
  public long size(TableHeap heap) {
    return size.applyAsLong(heap);
  }

  /** Returns a table with the same columns, and few rows from elsewhere. */
  public HeapTable<R> over(Source<R> other) {
    return new HeapTable<>(name, documentation, columns, heap -> FEW_ROWS, other);
  }

  /** Returns the table with {@link #DUMP} as its first column. */
  public HeapTable<R> withDump() {
    List<TableColumn<R>> all = new ArrayList<>();
    Coding<R> one = new Coding<>(DUMP.name(), row -> 0, heap -> 1);
    all.add(
        new TableColumn<>(
            DUMP.name(),
            ColumnType.TEXT,
            DUMP.documentation(),
            row -> TableColumn.NULL,
            row -> null,
            Optional.of(new TableColumn.Codes<>(one, (heap, code) -> heap.dump()))));
    all.addAll(columns);
    return new HeapTable<>(name, documentation, all, size, source);
  }

  /** A code of a heap. */
  record CodedRow(TableHeap heap, int code) {}

  /**
   * Returns a table of the codes, in a column of that name, with the texts that they stand for;
   * empty if the table has no coding.
   */
  public Optional<HeapTable<?>> codes() {
    return coding().map(this::codes);
  }

  private HeapTable<CodedRow> codes(Coding<R> coding) {
    Builder<CodedRow> builder =
        HeapTable.<CodedRow>named(name + "_codes", "The codes of `" + name + "`.")
            .integer(CODE, "The code.", CodedRow::code);
    for (TableColumn<R> column : columns) {
      column
          .codes()
          .ifPresent(
              codes ->
                  builder.text(
                      column.name(),
                      column.documentation(),
                      row -> codes.texts().textOf(row.heap, row.code)));
    }
    return builder.rows(
        (heap, wanted) ->
            TableRows.of(
                IntStream.range(0, (int) coding.codes().applyAsLong(heap))
                    .mapToObj(code -> new CodedRow(heap, code))
                    .toList()));
  }

  /**
   * Finds the rows of a heap.
   *
   * @param wanted indexes of the columns that will be read
   */
  public TableScan scan(TableHeap heap, int... wanted) throws IOException {
    List<TableColumn<R>> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int column : wanted) {
      read.add(columns.get(column));
      names.add(columns.get(column).name());
    }
    TableRows<R> rows = heap.locked(() -> source.rows(heap, names));
    return new TableScan() {
      @Override
      public long count() {
        return rows.count();
      }

      @Override
      public int parts() {
        return rows.parts();
      }

      @Override
      public TableCursor part(int part) throws IOException {
        return TableCursor.of(heap, rows.part(part), read);
      }
    };
  }
}
