package dev.godump.sql.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.dump.RealProgram;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.heap.Heap;
import dev.godump.sql.ColumnType;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableCursor;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.sql.TableScan;
import dev.godump.types.value.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesTest {
  /** Columns that this dump has no values for. */
  private static final List<String> EMPTY = List.of("module", "site", "wait_since");

  /** Tables that it has no rows for. */
  private static final List<String> EMPTY_TABLES = List.of("labels", "cleanups", "sites");

  private Heap heap;
  private TableHeap table;

  @BeforeAll
  void open() throws IOException {
    HeapGraph graph = RealDump.of("go1.24/types").graph();
    heap = Heap.of(graph);
    heap.setProgram(RealProgram.program("go1.24/types", graph));
    table = new TableHeap("types.dump", heap, Secrets.SHOWN, true);
  }

  @AfterAll
  void close() throws IOException {
    heap.close();
  }

  static List<HeapTable<?>> tables() {
    return Tables.ALL;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void every_cell_has_a_value_of_its_type(HeapTable<?> definition) throws IOException {
    List<? extends TableColumn<?>> columns = definition.columns();
    int[] all = IntStream.range(0, columns.size()).toArray();
    TableScan scan = definition.scan(table, all);
    long rows = 0;
    Set<String> filled = new TreeSet<>();
    for (int part = 0; part < scan.parts(); part++) {
      for (TableCursor cursor = scan.part(part); cursor.next(); rows++) {
        for (int column : all) {
          boolean isText = columns.get(column).type() == ColumnType.TEXT;
          if (isText ? cursor.text(column) != null : cursor.number(column) != TableColumn.NULL) {
            filled.add(columns.get(column).name());
          }
        }
      }
    }
    assertThat(scan.count()).isIn(rows, TableRows.UNKNOWN);
    if (EMPTY_TABLES.contains(definition.name())) {
      return;
    }
    assertThat(rows).isPositive();
    Set<String> empty =
        new TreeSet<>(definition.columns().stream().map(TableColumn::name).toList());
    empty.removeAll(filled);
    assertThat(empty).isSubsetOf(EMPTY);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void names_are_in_snake_case_and_documented(HeapTable<?> definition) {
    assertThat(definition.documentation()).endsWith(".");
    assertThat(definition.columns())
        .allSatisfy(column -> assertThat(column.name()).matches("[a-z][a-z0-9_]*"))
        .allSatisfy(column -> assertThat(column.documentation()).endsWith("."))
        .extracting(TableColumn::name)
        .doesNotHaveDuplicates()
        .doesNotContain(HeapTable.DUMP.name());
  }

  @Test
  void refs_are_equal_with_and_without_offsets() throws IOException {
    List<String> fromGraph = new ArrayList<>();
    List<String> fromDump = new ArrayList<>();
    int field = column(RefsTable.TABLE, "field");
    int sourceId = column(RefsTable.TABLE, "source_id");
    int targetId = column(RefsTable.TABLE, "target_id");
    for (TableCursor row = RefsTable.TABLE.scan(table, sourceId, targetId).part(0); row.next(); ) {
      fromGraph.add(row.number(0) + " " + row.number(1));
    }
    TableScan located = RefsTable.TABLE.scan(table, sourceId, targetId, field);
    for (TableCursor row = located.part(0); row.next(); ) {
      fromDump.add(row.number(0) + " " + row.number(1));
    }
    assertThat(fromDump).isEqualTo(fromGraph).hasSize((int) heap.graph().edgeCount());
  }

  @Test
  void a_pointer_leads_from_its_offset_to_its_target() throws IOException {
    int[] columns =
        IntStream.of(
                column(RefsTable.TABLE, "source_id"),
                column(RefsTable.TABLE, "source_offset"),
                column(RefsTable.TABLE, "target"),
                column(RefsTable.TABLE, "target_offset"))
            .toArray();
    ObjectBytes bytes = new ObjectBytes(heap.graph());
    for (TableCursor row = RefsTable.TABLE.scan(table, columns).part(0); row.next(); ) {
      bytes.open((int) row.number(0));
      assertThat(bytes.word(row.number(1))).isEqualTo(row.number(2) + row.number(3));
    }
  }

  private static int column(HeapTable<?> definition, String name) {
    return IntStream.range(0, definition.columns().size())
        .filter(i -> definition.columns().get(i).name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
