package dev.godump.sql.table;

import dev.godump.sql.Coding;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The table {@code objects}. */
public final class ObjectsTable {
  static final String RETAINED = "retained";
  static final String DOMINATOR = "dominator";
  static final String DISTANCE = "distance";
  static final String ROOT_HOLDER = "root_holder";

  static final String SHAPE = "shape";

  private static final String TYPE = "type";
  private static final String TYPE_GROUP = "type_group";
  private static final String PACKAGE = "package";
  private static final String CERTAINTY = "certainty";
  private static final String COUNT = "count";
  private static final String LIVE = "live";
  private static final String KEPT_BY = "kept_by";

  /** The columns that need the types of objects. */
  static final List<String> TYPED = List.of(TYPE, TYPE_GROUP, PACKAGE, CERTAINTY, COUNT);

  /** The columns that need to know which objects are live. */
  static final List<String> LIVENESS = List.of(LIVE, KEPT_BY, RETAINED);

  /** The definition. */
  public static final HeapTable<ObjectRow> TABLE =
      HeapTable.<ObjectRow>named(
              "objects", "Every object of the heap, garbage included, in address order.")
          .integer("id", "Number of the object in address order, from 0.", ObjectRow::id)
          .address("address", "Start of its slot.", ObjectRow::address)
          .integer(
              "size",
              "Bytes of its slot, which is the size class and can exceed what the program asked for.",
              ObjectRow::size)
          .coding(new Coding<>("kind", ObjectRow::kind, heap -> KindCodes.of(heap).count()))
          .coded(
              TYPE,
              "Its type; the shape (size and pointer words) if the type is unknown.",
              (heap, code) -> kind(heap, code).type())
          .coded(
              TYPE_GROUP,
              "As `type`, with arrays of all lengths as one: a row of `godump histogram`.",
              (heap, code) -> kind(heap, code).group())
          .coded(
              PACKAGE,
              "The package of its type, as `godump histogram --by package` groups objects.",
              (heap, code) -> kind(heap, code).inPackage())
          .coded(
              CERTAINTY,
              "How sure the type is: `exact`, `inferred`, `guess` or `unknown`.",
              (heap, code) -> kind(heap, code).certainty().label())
          .integer(
              COUNT,
              "Number of consecutive values of the type; null if the type is unknown.",
              ObjectRow::values)
          .text(
              SHAPE,
              "Its size and where its pointer words are, such as `ptrs@0,8 of 24 B`.",
              ObjectRow::shape)
          .integer("pointers", "Number of its pointer fields.", ObjectRow::pointers)
          .flag("noscan", "Whether it has no pointers.", row -> row.pointers() == 0)
          .optionalFlag(
              LIVE,
              "Whether it is live: reachable from a root. Null if that is unknown.",
              ObjectRow::live)
          .text(
              KEPT_BY,
              "What keeps it alive: `recorded roots`, `stack variables`, `maybe stack variables`,"
                  + " `cleanups`; else `garbage` or `unknown`.",
              ObjectRow::keptBy)
          .integer(
              RETAINED,
              "Bytes that would be freed without it: its own and those of all it dominates; 0 for"
                  + " garbage.",
              ObjectRow::retained)
          .address(
              DOMINATOR,
              "The nearest object that dominates it; null if only roots do.",
              ObjectRow::dominator)
          .integer(
              DISTANCE,
              "Pointers on a shortest path from a root, 1 if a root points at it; null if no"
                  + " recorded root leads to it.",
              ObjectRow::distance)
          .text(
              ROOT_HOLDER,
              "The owner of roots that alone keeps it alive, as `godump histogram --by root` groups"
                  + " objects.",
              ObjectRow::rootHolder)
          .text(
              "site",
              "The function and line that allocated it; null if the profile did not sample it.",
              ObjectRow::site)
          .address(
              "span",
              "Start of the span that has its slot, inferred; null if no span can have it.",
              ObjectRow::span)
          .size(table -> table.heap().graph().objects().count())
          .rows(ObjectsTable::rows);

  private ObjectsTable() {}

  private static KindCodes.Kind kind(TableHeap heap, int code) {
    return KindCodes.of(heap).get(code);
  }

  private static TableRows<ObjectRow> rows(TableHeap heap, Set<String> columns) throws IOException {
    ObjectProperties properties = ObjectProperties.of(heap, columns);
    int count = properties.graph().objects().count();
    return new RowRanges<>(count) {
      @Override
      public long count() {
        return count;
      }

      @Override
      Cursor<ObjectRow> range(int from, int to) {
        return new ObjectRow(properties, from, to);
      }
    };
  }
}
