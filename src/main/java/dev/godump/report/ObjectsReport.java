package dev.godump.report;

import dev.godump.heap.HeapParts;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.ObjectType;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** {@code godump objects}: one row per object. */
public final class ObjectsReport implements Report {
  private final ObjectText objects;
  private final HeapParts parts;
  private final Optional<IntToLongFunction> retained;
  private final Iterable<Integer> ids;
  private final RowLimit limit;
  private final boolean addressesOnly;

  /**
   * @param retained size of each object, if they are to be shown
   * @param ids of the objects
   * @param limit of the objects to show
   * @param addressesOnly whether text has only addresses, one per line
   */
  public ObjectsReport(
      ObjectText objects,
      HeapParts parts,
      Optional<IntToLongFunction> retained,
      Iterable<Integer> ids,
      RowLimit limit,
      boolean addressesOnly) {
    this.objects = objects;
    this.parts = parts;
    this.retained = retained;
    this.ids = ids;
    this.limit = limit;
    this.addressesOnly = addressesOnly;
  }

  /**
   * @param shapes whether to add the shapes of objects, which CSV lacks to keep its columns stable
   */
  private Table<Integer> table(boolean shapes) {
    Table<Integer> table =
        new Table<>(ids)
            .limit(limit)
            .column("address", "ADDRESS", Kind.ADDRESS, objects::addressOf)
            .column("size", "SIZE", Kind.BYTES, objects::sizeOf);
    LivenessText.columns(table, parts::of)
        .dataOnly("type", Kind.TEXT, id -> objects.typeOf(id).map(ObjectType::name).orElse(null))
        .dataOnly("certainty", Kind.TEXT, id -> objects.certaintyOf(id).label())
        .dataOnly(
            "count", Kind.COUNT, id -> objects.typeOf(id).map(ObjectType::count).orElse(null));
    if (shapes) {
      table.dataOnly("shape", Kind.TEXT, objects::shapeOf);
    }
    retained.ifPresent(
        sizes -> table.column("retained", "RETAINED", Kind.BYTES, sizes::applyAsLong));
    LivenessText.keptByCleanups(table, parts::of);
    return table
        .textOnly("", Kind.MARK, id -> CertaintyText.mark(objects.certaintyOf(id)))
        .legend(CertaintyText.LEGEND)
        .textOnly("WHAT", Kind.NAME, objects::nameOf);
  }

  @Override
  public void text(TextWriter out) {
    if (addressesOnly) {
      limit.cut(ids).forEach(id -> out.line(Amounts.address(objects.addressOf(id))));
    } else {
      out.table(table(false));
    }
  }

  @Override
  public Map<String, Object> json() {
    return table(true).addTo(Json.fields(), "objects");
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(false));
  }
}
