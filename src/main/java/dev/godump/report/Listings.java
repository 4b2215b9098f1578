package dev.godump.report;

import dev.godump.analysis.FinalizerGroups;
import dev.godump.analysis.FinalizerRetention;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RecordSummary;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.TypeUse;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TableReport;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists of everything of one kind in a dump: roots, types, itabs, finalizers, threads. */
public final class Listings {
  private Listings() {}

  /**
   * Roots that point into objects, in file order.
   *
   * @param filter accepts the roots to list
   */
  public static TableReport roots(HeapGraph graph, RootText roots, IntPredicate filter) {
    Iterable<Integer> rows =
        () -> IntStream.range(0, graph.roots().count()).filter(filter).boxed().iterator();
    Table<Integer> table =
        new Table<>(rows)
            .column("kind", "KIND", Kind.TEXT, root -> graph.roots().kind(root).label())
            .column(
                "target",
                "OBJECT",
                Kind.ADDRESS,
                root -> graph.objects().address(graph.roots().target(root)))
            .column(
                "size",
                "SIZE",
                Kind.BYTES,
                root -> graph.objects().size(graph.roots().target(root)))
            .dataOnly(
                "inside",
                Kind.COUNT,
                root ->
                    graph.roots().value(root) - graph.objects().address(graph.roots().target(root)))
            .column("place", "WHERE", Kind.NAME, root -> roots.textOf(root))
            .dataOnly("address", Kind.ADDRESS, root -> zeroAsNull(roots.labelOf(root).address()))
            .dataOnly("goroutine", Kind.TEXT, root -> goroutine(roots.labelOf(root)))
            .dataOnly("function", Kind.TEXT, root -> roots.labelOf(root).function());
    return new TableReport(
        "roots",
        table,
        List.of("", elsewhere(graph)),
        Json.fields().with("elsewhere", graph.roots().outsideObjects()));
  }

  /**
   * Owners of roots, largest retained size first: global words, goroutines, finalizers.
   *
   * @param filter accepts the owners to list
   * @param kept what only cleanups keep alive, which are none of the owners
   */
  public static TableReport owners(
      HeapGraph graph, RootText roots, DominatorTree tree, IntPredicate filter, KeptObjects kept) {
    RootOwners owners = tree.owners();
    List<Integer> rows =
        IntStream.range(0, owners.count())
            .filter(filter)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer h) -> -tree.retained(tree.nodeOfOwner(h)))
                    .thenComparing(h -> h))
            .toList();
    Table<Integer> table =
        new Table<>(rows)
            .column("kind", "KIND", Kind.TEXT, h -> owners.kind(h).label())
            .column("retained", "RETAINED", Kind.BYTES, h -> tree.retained(tree.nodeOfOwner(h)))
            .textOnly(
                "SHARE",
                Kind.SHARE,
                h -> Amounts.share(tree.retained(tree.nodeOfOwner(h)), tree.liveBytes()))
            .column("roots", "ROOTS", Kind.COUNT, owners::rootsUnder)
            .column("holder", "WHERE", Kind.NAME, h -> roots.ownerName(owners, h))
            .textOnly("FIRST OBJECT", Kind.TEXT, h -> target(graph, owners, h));
    List<String> notes = new ArrayList<>();
    notes.add("");
    notes.add("  RETAINED: memory that this owner alone keeps alive. --all lists every root.");
    notes.add(elsewhere(graph));
    LivenessText.keptText(kept, "godump finalizers").ifPresent(notes::add);
    return new TableReport(
        "holders",
        table,
        notes,
        Json.fields()
            .with("elsewhere", graph.roots().outsideObjects())
            .with("cleanup_objects", kept.count())
            .with("cleanup_bytes", kept.bytes()));
  }

  /** Returns the object that an owner's first root points into, or null if it has no roots. */
  private static @Nullable String target(HeapGraph graph, RootOwners owners, int owner) {
    IntArrayList roots = owners.get(owner).roots();
    return roots.isEmpty()
        ? null
        : Amounts.address(graph.objects().address(graph.roots().target(roots.getInt(0))))
            + (roots.size() > 1 ? ", …" : "");
  }

  private static String elsewhere(HeapGraph graph) {
    return "  "
        + Amounts.count(graph.roots().outsideObjects(), "root field")
        + " point at no object (static data, code, stacks)";
  }

  private static @Nullable Long zeroAsNull(long address) {
    return address == 0 ? null : address;
  }

  private static @Nullable Number goroutine(RootLabel label) {
    return label.goroutine() == Goroutine.NONE ? null : Json.unsigned(label.goroutine());
  }

  /** Type records, which itabs refer to. Since Go 1.7 they lack the names of pointer types. */
  public static TableReport types(RecordSummary records) {
    Table<DumpRecord.Type> table =
        new Table<>(records.types().values())
            .column("address", "ADDRESS", Kind.ADDRESS, DumpRecord.Type::address)
            .column("size", "SIZE", Kind.BYTES, type -> Json.unsigned(type.size()))
            .dataOnly("name", Kind.TEXT, DumpRecord.Type::name)
            .textOnly("NAME", Kind.NAME, Listings::typeName);
    return new TableReport("types", table, List.of());
  }

  /** Types of objects. */
  public static TableReport types(List<TypeUse> uses) {
    Table<TypeUse> table =
        new Table<>(uses)
            .column("objects", "OBJECTS", Kind.COUNT, TypeUse::objects)
            .column("values", "VALUES", Kind.COUNT, TypeUse::values)
            .column("bytes", "BYTES", Kind.BYTES, TypeUse::bytes)
            .column(
                "size", "OF ONE", Kind.BYTES, use -> use.type() == null ? null : use.type().size())
            .column("name", "NAME", Kind.NAME, TypeUse::name);
    return new TableReport("types", table, List.of());
  }

  private static String typeName(DumpRecord.Type type) {
    return type.name().endsWith(".") ? type.name() + "?  (a pointer type)" : type.name();
  }

  public static TableReport itabs(RecordSummary records) {
    Table<DumpRecord.Itab> table =
        new Table<>(records.itabs().values())
            .column("address", "ADDRESS", Kind.ADDRESS, DumpRecord.Itab::address)
            .column("type", "TYPE", Kind.ADDRESS, DumpRecord.Itab::type)
            .dataOnly(
                "type_name",
                Kind.TEXT,
                itab ->
                    records.types().containsKey(itab.type())
                        ? records.types().get(itab.type()).name()
                        : null)
            .textOnly(
                "NAME OF THE TYPE",
                Kind.NAME,
                itab ->
                    records.types().containsKey(itab.type())
                        ? typeName(records.types().get(itab.type()))
                        : null);
    return new TableReport("itabs", table, List.of());
  }

  public static TableReport threads(RecordSummary records) {
    Table<DumpRecord.OsThread> table =
        new Table<>(records.threads())
            .column("address", "M", Kind.ADDRESS, DumpRecord.OsThread::address)
            .column("id", "ID", Kind.COUNT, thread -> Json.unsigned(thread.id()))
            .column(
                "os_id",
                "OS ID",
                Kind.TEXT,
                thread -> thread.osId() == 0 ? null : Json.unsigned(thread.osId()))
            .column(
                "goroutine",
                "GOROUTINE",
                Kind.TEXT,
                thread ->
                    records.goroutineByThread().containsKey(thread.address())
                        ? Json.unsigned(records.goroutineByThread().get(thread.address()))
                        : null);
    return new TableReport("threads", table, List.of());
  }

  /**
   * Each finalizer, registered or queued.
   *
   * @param program that wrote the dump, if known
   */
  public static TableReport finalizers(
      HeapGraph graph,
      Reachability reachability,
      FinalizerRetention retained,
      Optional<Program> program) {
    AddressSpace space = new AddressSpace(graph, program);
    ProcessState process = graph.process();
    Table<DumpRecord.Finalizer> table =
        new Table<>(process.finalizers())
            .column("state", "STATE", Kind.TEXT, Listings::state)
            .column("object", "OBJECT", Kind.ADDRESS, DumpRecord.Finalizer::object)
            .column(
                "size",
                "SIZE",
                Kind.BYTES,
                f ->
                    object(graph, f) == ObjectTable.NONE
                        ? null
                        : graph.objects().size(object(graph, f)))
            .column(
                "live",
                "LIVE",
                Kind.FLAG,
                f ->
                    (object(graph, f) == ObjectTable.NONE || !reachability.isKnown())
                        ? null
                        : reachability.isLive(object(graph, f)))
            .column("retained", "RETAINED", Kind.BYTES, f -> retained.of(f))
            .column("function", "FUNCTION", Kind.ADDRESS, DumpRecord.Finalizer::function)
            .column("entry", "ENTRY PC", Kind.ADDRESS, DumpRecord.Finalizer::entry)
            .dataOnly("parameter_type", Kind.ADDRESS, DumpRecord.Finalizer::parameterType)
            .dataOnly("object_type", Kind.ADDRESS, DumpRecord.Finalizer::objectType)
            .dataOnly("function_name", Kind.TEXT, f -> space.findFunction(f.entry()).orElse(null))
            .textOnly("WHAT", Kind.NAME, f -> space.functionAt(f.entry()));
    return new TableReport("finalizers", table, List.of());
  }

  /**
   * Finalizers that are alike, a row each.
   *
   * @param objects names the types of their objects
   */
  public static TableReport finalizerGroups(
      HeapGraph graph, List<FinalizerGroups.Group> groups, ObjectText objects) {
    Table<FinalizerGroups.Group> table =
        new Table<>(groups)
            .column("count", "COUNT", Kind.COUNT, FinalizerGroups.Group::count)
            .column("state", "STATE", Kind.TEXT, group -> state(group.example()))
            .column("live", "LIVE", Kind.COUNT, FinalizerGroups.Group::live)
            .column("retained", "RETAINED", Kind.BYTES, FinalizerGroups.Group::retained)
            .column("example", "EXAMPLE", Kind.ADDRESS, group -> group.example().object())
            .dataOnly("entry", Kind.ADDRESS, group -> group.example().entry())
            .dataOnly(
                "function_name",
                Kind.TEXT,
                group -> objects.functionName(group.example().entry()).orElse(null))
            .dataOnly("object_type", Kind.ADDRESS, group -> group.example().objectType())
            .dataOnly(
                "object_type_name",
                Kind.TEXT,
                group -> objects.typeName(group.example().objectType()).orElse(null))
            .textOnly("WHAT", Kind.NAME, group -> finalizerCall(graph, group.example(), objects));
    return new TableReport("finalizer_groups", table, List.of());
  }

  /** A call of a finalizer: {@code os.(*file).close(*os.file)}. */
  private static String finalizerCall(
      HeapGraph graph, DumpRecord.Finalizer finalizer, ObjectText objects) {
    int object = object(graph, finalizer);
    String argument =
        objects
            .typeName(finalizer.objectType())
            .orElseGet(() -> object == ObjectTable.NONE ? "" : "*" + objects.labelOf(object));
    return objects
            .functionName(finalizer.entry())
            .orElseGet(() -> objects.functionAt(finalizer.entry()))
        + (argument.isEmpty() ? "" : "(" + argument + ")");
  }

  private static String state(DumpRecord.Finalizer finalizer) {
    return finalizer.kind() == RecordKind.FINALIZER ? "registered" : "queued";
  }

  private static int object(HeapGraph graph, DumpRecord.Finalizer finalizer) {
    return graph.objects().find(finalizer.object());
  }
}
