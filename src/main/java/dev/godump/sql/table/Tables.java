package dev.godump.sql.table;

import dev.godump.sql.HeapTable;
import java.util.List;
import java.util.Optional;

/** All tables. */
public final class Tables {
  /** In the order of the documentation. */
  public static final List<HeapTable<?>> ALL =
      List.of(
          DumpsTable.TABLE,
          ObjectsTable.TABLE,
          RefsTable.TABLE,
          RootsTable.TABLE,
          HoldersTable.TABLE,
          TypesTable.TABLE,
          GoroutinesTable.TABLE,
          FramesTable.TABLE,
          LocalsTable.TABLE,
          LabelsTable.TABLE,
          StringsTable.TABLE,
          WasteTable.TABLE,
          SuspectsTable.TABLE,
          SitesTable.TABLE,
          SpansTable.TABLE,
          FinalizersTable.TABLE,
          CleanupsTable.TABLE,
          ItabsTable.TABLE,
          MemStatsTable.TABLE);

  private Tables() {}

  /** Returns the table with a name. */
  public static Optional<HeapTable<?>> named(String name) {
    return ALL.stream()
        .<HeapTable<?>>map(table -> table)
        .filter(t -> t.name().equals(name))
        .findFirst();
  }
}
