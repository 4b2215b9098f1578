package dev.godump.report;

import dev.godump.analysis.VariableDetails;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.report.value.ObjectValue;
import dev.godump.types.Certainty;
import dev.godump.types.value.ValuePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump object NAME}: a package variable. */
public final class VariableReport implements Report {
  private final HeapGraph graph;
  private final ObjectText objects;
  private final Global variable;
  private final Global held;
  private final VariableDetails details;
  private final Optional<ValuePath.TypedAddress> target;
  private final ObjectValue value;
  private final RowLimit limit;

  /**
   * @param variable at its address in the process
   * @param held the variable that it points at, if it points at a variable; else itself
   * @param details of the pointers in that variable
   * @param target what the variable points at, if it is a pointer
   * @param value of the variable, or of what it points at
   * @param limit of the pointers
   */
  public VariableReport(
      HeapGraph graph,
      ObjectText objects,
      Global variable,
      Global held,
      VariableDetails details,
      Optional<ValuePath.TypedAddress> target,
      ObjectValue value,
      RowLimit limit) {
    this.target = target;
    this.graph = graph;
    this.objects = objects;
    this.variable = variable;
    this.held = held;
    this.details = details;
    this.value = value;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    int holder = graph.objects().find(variable.address());
    out.heading(
        (holder == ObjectTable.NONE ? "variable " : "value ") + variable.name() + "  ",
        variable.type().map(GoType::name).orElse("of unknown type"),
        amounts());
    out.line(
        "  at "
            + Amounts.address(variable.address())
            + ", "
            + Amounts.bytes(variable.size())
            + (holder == ObjectTable.NONE
                ? ""
                : ", in object " + Amounts.address(objects.addressOf(holder)) + ", "),
        holder == ObjectTable.NONE ? "" : objects.labelOf(holder),
        "");
    target.ifPresent(
        at -> out.line("  points at " + where(at.address()) + ", ", at.type().name(), ""));
    value.text(out);
    if (holder != ObjectTable.NONE) {
      return;
    }
    out.line();
    out.heading(details.roots().isEmpty() ? "Points at no object" : "Points at");
    if (!details.roots().isEmpty()) {
      out.table(pointers(limit.cut(details.roots())));
    }
    limit.more(out, details.roots().size());
  }

  /** Returns an address, and the segment that it is in if it is not that of an object. */
  private String where(long address) {
    return Amounts.address(address)
        + (graph.objects().find(address) == ObjectTable.NONE
            ? " (" + new AddressSpace(graph).describe(address) + ")"
            : "");
  }

  /** Returns the length of the value, and what it retains. */
  private String amounts() {
    String length = target.isPresent() ? "" : value.length();
    String retained =
        details.retainedBytes().isEmpty()
            ? ""
            : "  retains "
                + Amounts.bytes(details.retainedBytes().getAsLong())
                + " ("
                + Amounts.share(details.retainedBytes().getAsLong(), details.liveBytes())
                + ")";
    return (length.isEmpty() ? "" : "  " + length) + retained;
  }

  private Table<Integer> pointers(List<Integer> rows) {
    return new Table<>(rows)
        .column("offset", "OFFSET", Kind.COUNT, this::offset)
        .column("place", "FIELD", Kind.NAME, root -> objects.roots().labelOf(root).variable())
        .column("value", "VALUE", Kind.ADDRESS, root -> graph.roots().value(root))
        .dataOnly("target", Kind.ADDRESS, root -> objects.addressOf(graph.roots().target(root)))
        .column("size", "SIZE", Kind.BYTES, root -> objects.sizeOf(graph.roots().target(root)))
        .column("what", "WHAT", Kind.NAME, root -> objects.labelOf(graph.roots().target(root)));
  }

  private long offset(int root) {
    return objects.roots().labelOf(root).address() - held.address();
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("variable", variable.name())
        .withAddress("address", variable.address())
        .with("size", variable.size())
        .with("type", variable.type().map(GoType::name))
        .with(
            "certainty",
            (variable.type().isPresent() ? Certainty.EXACT : Certainty.UNKNOWN).label())
        .with("count", 1)
        .with("retained", details.retainedBytes())
        .with("fields", value.fields())
        .with("value", target.isPresent() ? Amounts.address(target.get().address()) : value.json())
        .with("references", pointers(limit.cut(details.roots())).json())
        .with("more_references", limit.left(details.roots().size()));
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(pointers(limit.cut(details.roots())));
  }
}
