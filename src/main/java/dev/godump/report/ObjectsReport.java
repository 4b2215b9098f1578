package dev.godump.report;

import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.Certainty;
import dev.godump.types.ObjectType;
import java.util.Map;
import java.util.Optional;

/** {@code godump objects}: a line per object. */
public final class ObjectsReport implements Report {
  private final ObjectText objects;
  private final Reachability reachability;
  private final Optional<DominatorTree> dominatorTree;
  private final Iterable<Integer> ids;
  private final boolean addressesOnly;

  /**
   * @param tree what objects retain, where that is to be shown
   * @param ids of the objects to show
   * @param addressesOnly whether text has bare addresses, one to a line
   */
  public ObjectsReport(
      ObjectText objects,
      Reachability reachability,
      Optional<DominatorTree> dominatorTree,
      Iterable<Integer> ids,
      boolean addressesOnly) {
    this.objects = objects;
    this.reachability = reachability;
    this.dominatorTree = dominatorTree;
    this.ids = ids;
    this.addressesOnly = addressesOnly;
  }

  /**
   * @param shapes whether with the objects' shapes, which whoever reads columns by their place
   *     doesn't expect
   */
  private Table<Integer> table(boolean shapes) {
    Table<Integer> table =
        new Table<>(ids)
            .column("address", "ADDRESS", Kind.ADDRESS, objects::addressOf)
            .column("size", "SIZE", Kind.BYTES, objects::sizeOf)
            .column(
                "live",
                "LIVE",
                Kind.FLAG,
                id -> reachability.isKnown() ? reachability.isLive(id) : null)
            .dataOnly(
                "type", Kind.TEXT, id -> objects.typeOf(id).map(ObjectType::name).orElse(null))
            .dataOnly(
                "certainty",
                Kind.TEXT,
                id ->
                    objects.typeOf(id).map(ObjectType::certainty).orElse(Certainty.UNKNOWN).label())
            .dataOnly(
                "count", Kind.COUNT, id -> objects.typeOf(id).map(ObjectType::count).orElse(null));
    if (shapes) {
      table.dataOnly("shape", Kind.TEXT, objects::shapeOf);
    }
    dominatorTree.ifPresent(
        dominators ->
            table.column("retained", "RETAINED", Kind.BYTES, dominators::retainedByObject));
    return table.textOnly("WHAT", Kind.NAME, objects::labelOf);
  }

  @Override
  public void text(TextWriter out) {
    if (addressesOnly) {
      ids.forEach(id -> out.line(Amounts.address(objects.addressOf(id))));
    } else {
      out.table(table(false));
    }
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("objects", table(true).json());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(false));
  }
}
