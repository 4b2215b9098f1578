package dev.godump.sql.table;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.report.value.ValueText;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.GoValue;
import dev.godump.types.value.Limits;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tables {@code fields('main.T')}: the objects of a type, with their fields as columns. */
public final class FieldsTable {
  /** How much of values in columns is shown. */
  static final Limits LIMITS = new Limits(8, 1 << 12, 0);

  private FieldsTable() {}

  /** An object and its value. */
  record FieldRow(HeapGraph graph, int id, @Nullable GoValue value) {
    long address() {
      return graph.objects().address(id);
    }

    /** Returns a field, or null if it is unknown or nil. */
    private GoValue.@Nullable Field field(String name) {
      List<GoValue.Field> all =
          value instanceof GoValue.Struct struct
              ? struct.fields()
              : value instanceof GoValue.WellKnown known ? known.fields() : List.of();
      return all.stream()
          .filter(field -> field.name().equals(name))
          .filter(field -> !(field.value() instanceof GoValue.Nil))
          .findFirst()
          .orElse(null);
    }

    @Nullable String text(String name) {
      GoValue.Field field = field(name);
      if (field == null) {
        return null;
      }
      return field.value() instanceof GoValue.Text text && text.whole()
          ? text.text()
          : ValueText.line(field.value(), field.type());
    }

    long number(String name) {
      Object scalar = scalar(name);
      boolean tooLarge = scalar instanceof BigInteger;
      return scalar instanceof Number number && !tooLarge ? number.longValue() : TableColumn.NULL;
    }

    long real(String name) {
      return scalar(name) instanceof Number number
          ? TableColumn.bits(number.doubleValue())
          : TableColumn.NULL;
    }

    @Nullable Boolean flag(String name) {
      return scalar(name) instanceof Boolean flag ? flag : null;
    }

    private @Nullable Object scalar(String name) {
      GoValue.Field field = field(name);
      return field != null && field.value() instanceof GoValue.Scalar scalar
          ? scalar.value()
          : null;
    }
  }

  /**
   * Defines the table of a type.
   *
   * @param heaps the first that has objects of the type tells its fields
   * @return empty if no heap has objects of the type, or its fields are not known
   */
  public static Optional<HeapTable<?>> of(List<TableHeap> heaps, String type) throws IOException {
    for (TableHeap table : heaps) {
      Optional<GoType> described = table.locked(() -> typeNamed(table.heap().types(), type));
      if (described.isPresent()) {
        return Optional.of(define(table, described.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<GoType> typeNamed(HeapTypes types, String name) {
    return types.distinctTypes().stream()
        .filter(type -> type.name().equals(name) && type.element() != null)
        .map(ObjectType::element)
        .findFirst();
  }

  private static HeapTable<FieldRow> define(TableHeap table, GoType type) {
    HeapTable.Builder<FieldRow> builder =
        HeapTable.<FieldRow>named("fields", "The objects of a type, with their fields.")
            .integer("object_id", "`objects.id` of the object.", FieldRow::id)
            .address("object_address", "Address of the object.", FieldRow::address);
    Set<String> used = new HashSet<>(Set.of("dump", "object_id", "object_address"));
    for (Field field : type.fields()) {
      if (!field.name().equals("_")) {
        String column = field.name();
        // SQL doesn't tell large letters from small ones
        while (!used.add(column.toLowerCase(Locale.ROOT))) {
          column += "_";
        }
        add(builder, column, field, table.secrets().isHidden());
      }
    }
    return builder.rows((heap, columns) -> rows(heap, type.name()));
  }

  private static void add(
      HeapTable.Builder<FieldRow> builder, String column, Field field, boolean hidden) {
    String name = field.name();
    String what = "The field, of type `" + field.type().name() + "`.";
    switch (field.type().kind()) {
      case INT, INT8, INT16, INT32, INT64, UINT, UINT8, UINT16, UINT32, UINT64, UINTPTR -> {
        if (!hidden) {
          builder.integer(column, what, row -> row.number(name));
          return;
        }
      }
      case FLOAT32, FLOAT64 -> {
        if (!hidden) {
          builder.realBits(column, what, row -> row.real(name));
          return;
        }
      }
      case BOOL -> {
        builder.optionalFlag(column, what, row -> row.flag(name));
        return;
      }
      default -> {
        // a text
      }
    }
    builder.text(column, what, row -> row.text(name));
  }

  private static TableRows<FieldRow> rows(TableHeap table, String type) throws IOException {
    Heap heap = table.heap();
    HeapTypes types = heap.types();
    ValueReader reader =
        new ValueReader(heap.graph(), types, heap.program(), LIMITS, table.secrets());
    return TableRows.of(
        () ->
            IntStream.range(0, heap.graph().objects().count())
                .filter(id -> types.typeOf(id).filter(t -> t.name().equals(type)).isPresent())
                .mapToObj(id -> new FieldRow(heap.graph(), id, value(reader, id)))
                .iterator(),
        TableRows.UNKNOWN);
  }

  private static @Nullable GoValue value(ValueReader reader, int id) {
    try {
      return reader.readObject(id).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
