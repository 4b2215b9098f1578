package dev.godump.report;

import dev.godump.analysis.ObjectDetails;
import dev.godump.analysis.PointerFields;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.HexDump;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.report.value.ObjectValue;
import dev.godump.types.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** {@code godump object}: all that is known of one object. */
public final class ObjectReport implements Report {
  /** Characters of names that a line has room for. */
  private static final int CANDIDATES_WIDTH = 74;

  private final HeapGraph graph;
  private final ObjectText objects;
  private final Reachability reachability;
  private final DominatorTree tree;
  private final long requestedAddress;
  private final ObjectDetails details;
  private final AddressSpace addressSpace;
  private final Optional<HexDump> hexDump;
  private final int limit;
  private final Optional<Program> program;
  private final ObjectValue value;

  /**
   * @param asked the address that was asked for, which may be inside the object
   * @param bytes of the object, if they were asked for
   * @param limit how many rows of each table text shows, 0 for all
   * @param program that wrote the dump, if it is known
   * @param value what it holds
   */
  public ObjectReport(
      HeapGraph graph,
      ObjectText objects,
      Reachability reachability,
      DominatorTree tree,
      long requestedAddress,
      ObjectDetails details,
      Optional<HexDump> hexDump,
      int limit,
      Optional<Program> program,
      ObjectValue value) {
    this.value = value;
    this.graph = graph;
    this.objects = objects;
    this.reachability = reachability;
    this.tree = tree;
    this.requestedAddress = requestedAddress;
    this.details = details;
    this.addressSpace = new AddressSpace(graph, program);
    this.program = program;
    this.hexDump = hexDump;
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
  }

  /** The line that says which object this is, where what was asked for lies inside it. */
  static void heading(TextWriter out, ObjectText objects, long requestedAddress, int object) {
    long address = objects.addressOf(object);
    if (requestedAddress != address) {
      String where =
          requestedAddress == address + objects.headerSizeOf(object)
              ? " is where the value starts in an object, behind the allocator's own word:"
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
    out.line("  " + liveness());
    if (isLive()) {
      long retained = tree.retainedByObject(details.object());
      out.line(
          "  retains      "
              + Amounts.bytes(retained)
              + " ("
              + Amounts.share(retained, tree.liveBytes())
              + " of what is live); dominated by ",
          DominatorText.nameOf(
              graph, tree, details.object(), h -> objects.roots().ownerName(tree.owners(), h)),
          "");
    }
    out.line(
        "  in the file  "
            + Amounts.count(details.contents().present())
            + " bytes at byte "
            + Amounts.count(details.contents().position()));
    out.line("  shape        " + objects.shapeOf(details.object()));
    candidates(out);
    closureFunction()
        .ifPresent(
            call -> out.line("  closure of   ", call.function() + "  " + CallText.text(call), ""));
    details.allocatedAt().ifPresent(bucket -> allocation(out, bucket));
    for (DumpRecord.Finalizer finalizer : details.finalizers()) {
      out.line(
          "  finalizer    ",
          addressSpace.functionAt(finalizer.entry()),
          " (" + finalizer.kind().label() + ")");
    }
    value.text(out);
    out.line();
    long nil = details.pointers().nilCount();
    long set = details.pointers().count() - nil;
    out.heading(set == 0 ? "Points at nothing" : "Points at");
    if (set > 0) {
      out.table(
          pointers(
              () ->
                  details.pointers().stream()
                      .filter(f -> f.address() != 0)
                      .limit(limit)
                      .iterator()));
    }
    more(out, set);
    if (nil > 0) {
      out.line("  " + Amounts.count(nil, "nil pointer"));
    }
    out.line();
    out.heading(
        "Pointed at by "
            + Amounts.count(details.roots().size(), "root")
            + " and "
            + Amounts.count(details.referrers().size(), "object"));
    details
        .roots()
        .intStream()
        .limit(limit)
        .forEach(root -> out.line("  ", objects.roots().textOf(root), ""));
    more(out, details.roots().size());
    details
        .referrers()
        .intStream()
        .limit(limit)
        .forEach(
            id ->
                out.line(
                    "  "
                        + Amounts.address(objects.addressOf(id))
                        + "  "
                        + Amounts.bytes(objects.sizeOf(id))
                        + ", ",
                    objects.labelOf(id),
                    ""));
    more(out, details.referrers().size());
    hexDump.ifPresent(
        all -> {
          out.line();
          all.text(out, objects.addressOf(details.object()));
        });
  }

  /** A few types that fit, so that the line fits a terminal. */
  private void candidates(TextWriter out) {
    List<String> all = objects.candidateTypesOf(details.object());
    if (all.isEmpty()) {
      return;
    }
    int shown = 1;
    int length = all.get(0).length();
    while (shown < all.size() && length + all.get(shown).length() + 2 <= CANDIDATES_WIDTH) {
      length += all.get(shown++).length() + 2;
    }
    String more = shown < all.size() ? " (" + Amounts.count(all.size() - shown) + " more)" : "";
    out.line("  could be     " + String.join(", ", all.subList(0, shown)) + more);
  }

  /** Where the function starts whose closure this is: its first word is the function's entry. */
  private Optional<Call> closureFunction() {
    return program
        .flatMap(
            p ->
                details.firstWord().isEmpty()
                    ? Optional.empty()
                    : p.functionStartingAt(details.firstWord().getAsLong()))
        .map(f -> program.get().callsAt(f.entry() + program.get().slide()))
        .flatMap(calls -> calls.stream().filter(call -> !call.inlined()).findFirst());
  }

  private boolean isLive() {
    return reachability.isKnown() && tree.isLive(details.object());
  }

  private void more(TextWriter out, long count) {
    if (count > limit) {
      out.line("  " + Amounts.count(count - limit) + " more: --limit 0 shows all");
    }
  }

  private String liveness() {
    if (!reachability.isKnown()) {
      return "live?        unknown: the dump was cut before its roots";
    }
    if (details.distance().isEmpty()) {
      return "garbage      no root leads to it; it was not collected yet";
    }
    int distance = details.distance().getAsInt();
    return "live         "
        + (distance == 1 ? "a root points at it" : distance + " pointers from a root");
  }

  private static void allocation(TextWriter out, DumpRecord.MemProf bucket) {
    DumpRecord.StackEntry site = AllocationSites.siteOf(bucket);
    out.line("  allocated in ", site.function() + "  " + site.file() + ":" + site.line(), "");
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
            "target", Kind.ADDRESS, f -> f.target() < 0 ? null : objects.addressOf(f.target()))
        .column("size", "SIZE", Kind.BYTES, f -> f.target() < 0 ? null : objects.sizeOf(f.target()))
        .column("what", "WHAT", Kind.NAME, this::what);
  }

  private String field(PointerFields.Pointer field) {
    return objects.fieldAt(details.object(), field.offset()).orElse(null);
  }

  private String what(PointerFields.Pointer field) {
    if (field.target() < 0) {
      return objects
          .describedType(field.address())
          .orElseGet(() -> addressSpace.describe(field.address()));
    }
    long inside = field.address() - objects.addressOf(field.target());
    return (inside == 0 ? "" : "+" + inside + " in ") + objects.labelOf(field.target());
  }

  @Override
  public Map<String, Object> json() {
    boolean known = reachability.isKnown();
    List<String> candidates = objects.candidateTypesOf(details.object());
    Json.Fields fields =
        objects
            .json(details.object())
            .with("candidates", candidates.isEmpty() ? null : candidates)
            .with("header", value.header())
            .with("fields", value.fields())
            .with("value", value.json())
            .with("asked", Amounts.address(requestedAddress))
            .with("live", known ? reachability.isLive(details.object()) : null)
            .with("distance", details.distance().isPresent() ? details.distance().getAsInt() : null)
            .with("retained", isLive() ? tree.retainedByObject(details.object()) : null)
            .with("dominator", isLive() ? DominatorText.json(graph, tree, details.object()) : null)
            .with("referrers", known ? details.liveReferrers() : null)
            .with("references", pointers(details.pointers()).json())
            .with(
                "pointed_at_by",
                Json.list(
                    () ->
                        details
                            .referrers()
                            .intStream()
                            .mapToObj(
                                id ->
                                    objects
                                        .json(id)
                                        .with("live", known ? reachability.isLive(id) : null))))
            .with(
                "roots",
                Json.list(() -> details.roots().intStream().mapToObj(objects.roots()::json)))
            .with("file_position", details.contents().position())
            .with("file_bytes", details.contents().present())
            .with("allocated_at", details.allocatedAt().map(MemProfReport::stack).orElse(null))
            .with(
                "finalizers",
                details.finalizers().stream().map(f -> Amounts.address(f.entry())).toList());
    closureFunction().ifPresent(call -> fields.with("closure", CallText.json(call)));
    hexDump.ifPresent(all -> all.json(fields));
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(pointers(details.pointers()));
  }
}
