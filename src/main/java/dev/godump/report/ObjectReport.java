package dev.godump.report;

import dev.godump.analysis.ObjectDetails;
import dev.godump.analysis.PointerFields;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.record.MemProfReport;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.HexDump;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.report.value.ObjectValue;
import dev.godump.types.ClosureFunctions;
import dev.godump.types.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** {@code godump object}: all details of one object. */
public final class ObjectReport implements Report {
  /** Columns for the names of candidate types. */
  private static final int CANDIDATES_WIDTH = 74;

  private final HeapGraph graph;
  private final ObjectText objects;
  private final HeapParts parts;
  private final DominatorTree tree;
  private final long requestedAddress;
  private final ObjectDetails details;
  private final AddressSpace addressSpace;
  private final Optional<HexDump> hexDump;
  private final RowLimit limit;
  private final Optional<Program> program;
  private final ObjectValue value;

  /**
   * @param graph in which the object is live, if it is in any
   * @param parts of the whole heap
   * @param tree of that graph
   * @param requestedAddress address in the object
   * @param hexDump of the object, if requested
   * @param limit of the rows per list
   * @param program that wrote the dump, if known
   * @param value of the object
   */
  public ObjectReport(
      HeapGraph graph,
      ObjectText objects,
      HeapParts parts,
      DominatorTree tree,
      long requestedAddress,
      ObjectDetails details,
      Optional<HexDump> hexDump,
      RowLimit limit,
      Optional<Program> program,
      ObjectValue value) {
    this.value = value;
    this.graph = graph;
    this.objects = objects;
    this.parts = parts;
    this.tree = tree;
    this.requestedAddress = requestedAddress;
    this.details = details;
    this.addressSpace = new AddressSpace(graph, program);
    this.program = program;
    this.hexDump = hexDump;
    this.limit = limit;
  }

  /** Writes which object this is, and where in it the requested address is. */
  static void heading(TextWriter out, ObjectText objects, long requestedAddress, int object) {
    long address = objects.addressOf(object);
    if (requestedAddress != address) {
      String where =
          requestedAddress == objects.valueAddressOf(object)
              ? " is the start of the value in an object, after the allocation header:"
              : " is " + Amounts.count(requestedAddress - address, "byte") + " into an object:";
      out.line(Amounts.address(requestedAddress) + where);
    }
    out.heading(
        "object " + Amounts.address(address) + "  " + Amounts.bytes(objects.sizeOf(object)) + ", ",
        objects.labelOf(object),
        "");
  }

  @Override
  public void text(TextWriter out) {
    heading(out, objects, requestedAddress, details.object());
    properties(new LabelledLines(out, 2, 13));
    value.text(out);
    out.line();
    pointers(out);
    out.line();
    referrers(out);
    hexDump.ifPresent(
        dump -> {
          out.line();
          dump.text(out, objects.addressOf(details.object()));
        });
  }

  private void properties(LabelledLines lines) {
    liveness(lines);
    if (isLive()) {
      retained(lines);
    }
    String present = Amounts.count(details.contents().present());
    String position = Amounts.count(details.contents().position());
    lines.line("in the file", present + " bytes at byte " + position);
    lines.line("shape", objects.shapeOf(details.object()));
    List<String> types = objects.candidateTypesOf(details.object());
    if (!types.isEmpty()) {
      lines.line("could be", candidates(types));
    }
    closureFunction()
        .ifPresent(
            call -> lines.line("closure of", "", call.function() + "  " + CallText.text(call), ""));
    details.allocatedAt().ifPresent(bucket -> allocation(lines, bucket));
    for (DumpRecord.Finalizer finalizer : details.finalizers()) {
      lines.line(
          "finalizer",
          "",
          addressSpace.functionAt(finalizer.entry()),
          " (" + finalizer.kind().label() + ")");
    }
  }

  private void liveness(LabelledLines lines) {
    switch (details.part()) {
      case UNKNOWN -> lines.line("live?", "unknown: the dump was truncated before its roots");
      case CLEANUPS ->
          lines.line("cleanups", "only they lead to it (inferred); no recorded root does");
      case STACK_VARIABLES ->
          lines.line(
              "live", "by stack variables that the dump doesn't list (found with the executable)");
      case MAYBE_STACK_VARIABLES ->
          lines.line(
              "garbage?",
              "or held by a stack variable that the dump doesn't list; --exe FILE tells");
      case GARBAGE -> lines.line("garbage", "unreachable, not yet collected");
      case RECORDED -> {
        int distance = details.distance().orElseThrow();
        lines.line(
            "live", distance == 1 ? "referenced by a root" : distance + " pointers from a root");
      }
    }
  }

  private void retained(LabelledLines lines) {
    long retained = tree.retainedByObject(details.object());
    String share = Amounts.share(retained, tree.liveBytes());
    lines.line(
        "retains",
        Amounts.bytes(retained)
            + " ("
            + share
            + " "
            + LivenessText.whole(details.part())
            + "), dominated by ",
        DominatorText.nameOf(
            graph,
            tree,
            details.object(),
            owner -> objects.roots().ownerName(tree.owners(), owner)),
        "");
  }

  private static void allocation(LabelledLines lines, DumpRecord.MemProf bucket) {
    DumpRecord.StackEntry site = AllocationSites.siteOf(bucket);
    String location = site.file() + ":" + site.line();
    lines.line("allocated in", "", site.function() + "  " + location, "");
  }

  private void pointers(TextWriter out) {
    long nil = details.pointers().nilCount();
    long set = details.pointers().count() - nil;
    out.heading(set == 0 ? "Points at nothing" : "Points at");
    if (set > 0) {
      out.table(
          pointers(
              () ->
                  details.pointers().stream()
                      .filter(pointer -> pointer.address() != 0)
                      .skip(limit.from())
                      .limit(limit.rows())
                      .iterator()));
    }
    limit.more(out, set);
    if (nil > 0) {
      out.line("  " + Amounts.count(nil, "nil pointer"));
    }
  }

  private void referrers(TextWriter out) {
    int roots = details.roots().size();
    int referrers = details.referrers().size();
    out.heading(referencedBy(roots, referrers));
    new RootRows(graph, objects.roots(), details.roots()).text(out, limit);
    for (int id : limit.cut(details.referrers())) {
      String address = Amounts.address(objects.addressOf(id));
      String size = Amounts.bytes(objects.sizeOf(id));
      out.line(
          "  " + address + "  " + size + ", ",
          objects.waiterLabelOf(id),
          LivenessText.besides(parts.of(id), details.part()));
    }
    limit.more(out, referrers);
  }

  /** Returns a heading such as {@code Referenced by 2 objects, no roots}. */
  static String referencedBy(int roots, int objects) {
    return "Referenced by "
        + (objects == 0 ? "no objects" : Amounts.count(objects, "object"))
        + ", "
        + (roots == 0 ? "no roots" : Amounts.count(roots, "root"));
  }

  /** Joins as many candidate types as fit in a line, at least one. */
  static String candidates(List<String> types) {
    int shown = 1;
    int length = types.get(0).length();
    while (shown < types.size() && length + types.get(shown).length() + 2 <= CANDIDATES_WIDTH) {
      length += types.get(shown++).length() + 2;
    }
    String more = shown < types.size() ? " (" + Amounts.count(types.size() - shown) + " more)" : "";
    return String.join(", ", types.subList(0, shown)) + more;
  }

  /** Returns the function of a closure. */
  private Optional<Call> closureFunction() {
    return details.closureEntry() == ClosureFunctions.NONE
        ? Optional.empty()
        : program.flatMap(p -> p.callAtEntry(details.closureEntry()));
  }

  private boolean isLive() {
    return details.part() != HeapPart.UNKNOWN && tree.isLive(details.object());
  }

  private Table<PointerFields.Pointer> pointers(Iterable<PointerFields.Pointer> fields) {
    Table<PointerFields.Pointer> table =
        new Table<>(fields).column("offset", "OFFSET", Kind.COUNT, PointerFields.Pointer::offset);
    if (StreamSupport.stream(fields.spliterator(), false).anyMatch(f -> field(f) != null)) {
      table.column("field", "FIELD", Kind.NAME, this::field);
    }
    return table
        .column("value", "VALUE", Kind.ADDRESS, PointerFields.Pointer::address)
        .dataOnly(
            "target",
            Kind.ADDRESS,
            f -> f.target() == ObjectTable.NONE ? null : objects.addressOf(f.target()))
        .column(
            "size",
            "SIZE",
            Kind.BYTES,
            f -> f.target() == ObjectTable.NONE ? null : objects.sizeOf(f.target()))
        .column("what", "WHAT", Kind.NAME, this::what);
  }

  private @Nullable String field(PointerFields.Pointer field) {
    return objects.fieldAt(details.object(), field.offset()).orElse(null);
  }

  private String what(PointerFields.Pointer field) {
    if (field.target() == ObjectTable.NONE) {
      return objects
          .describedType(field.address())
          .orElseGet(() -> addressSpace.describe(field.address()));
    }
    long inside = field.address() - objects.addressOf(field.target());
    return (inside == 0 ? "" : "+" + inside + " in ") + objects.labelOf(field.target());
  }

  @Override
  public Map<String, Object> json() {
    boolean known = details.part() != HeapPart.UNKNOWN;
    List<String> candidates = objects.candidateTypesOf(details.object());
    Json.Fields fields =
        objects
            .json(details.object())
            .with("candidates", candidates.isEmpty() ? null : candidates)
            .with("header", value.header())
            .with("fields", value.fields())
            .with("value", value.json())
            .withAddress("asked", requestedAddress)
            .with("live", details.part().isLive())
            .with("kept_by_cleanups", details.part().isKeptByCleanups())
            .with("kept_by_stack_variables", details.part().isKeptByStackVariables())
            .with("distance", details.distance())
            .with("retained", isLive() ? tree.retainedByObject(details.object()) : null)
            .with("dominator", isLive() ? DominatorText.json(graph, tree, details.object()) : null)
            .with("referrers", known ? details.liveReferrers() : null)
            .with("references", pointers(details.pointers()).limit(limit).json())
            .with("more_references", limit.left(details.pointers().count()))
            .with(
                "pointed_at_by",
                Json.list(
                    () ->
                        details
                            .referrers()
                            .intStream()
                            .skip(limit.from())
                            .limit(limit.rows())
                            .mapToObj(
                                id ->
                                    objects
                                        .json(id)
                                        .with("live", parts.of(id).isLive())
                                        .with(
                                            "kept_by_cleanups", parts.of(id).isKeptByCleanups()))))
            .with("more_referrers", limit.left(details.referrers().size()))
            .with(
                "roots",
                Json.list(
                    () ->
                        details
                            .roots()
                            .intStream()
                            .skip(limit.from())
                            .limit(limit.rows())
                            .mapToObj(objects.roots()::json)))
            .with("more_roots", limit.left(details.roots().size()))
            .with("file_position", details.contents().position())
            .with("file_bytes", details.contents().present())
            .with("allocated_at", details.allocatedAt().map(MemProfReport::stack))
            .with(
                "finalizers",
                details.finalizers().stream().map(f -> Amounts.address(f.entry())).toList());
    closureFunction().ifPresent(call -> fields.with("closure", CallText.json(call)));
    hexDump.ifPresent(all -> all.json(fields));
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(pointers(details.pointers()).limit(limit));
  }
}
