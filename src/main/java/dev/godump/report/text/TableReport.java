package dev.godump.report.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer that is one table, with lines below it in text. */
public final class TableReport implements Report {
  private final String name;
  private final Table<?> table;
  private final List<String> notes;
  private final Map<String, Object> extraFields;

  /**
   * @param name of the array in JSON
   * @param notes lines below the table in text
   */
  public TableReport(String name, Table<?> table, List<String> notes) {
    this(name, table, notes, Map.of());
  }

  /**
   * @param name of the array in JSON
   * @param notes lines below the table in text
   * @param extraFields that JSON has before the array
   */
  public TableReport(
      String name, Table<?> table, List<String> notes, Map<String, Object> extraFields) {
    this.name = name;
    this.table = table;
    this.notes = List.copyOf(notes);
    this.extraFields = extraFields;
  }

  /** Limits the rows in every format. */
  public TableReport limit(RowLimit limit) {
    table.limit(limit);
    return this;
  }

  @Override
  public void text(TextWriter out) {
    out.table(table);
    notes.forEach(out::line);
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields = Json.fields();
    fields.putAll(extraFields);
    return table.addTo(fields, name);
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table);
  }
}
