package dev.godump.report;

import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.heap.dominators.DominatorChain;
import dev.godump.heap.dominators.DominatorChain.Dominator;
import dev.godump.heap.roots.RootOwners;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Shows the dominators of an object. */
final class DominatorChainText {
  private static final int MAX_ROWS = 10;

  private final ObjectText objects;
  private final RootOwners owners;
  private final DominatorChain chain;
  private final boolean raw;

  /**
   * @param raw whether to show the objects inside maps
   */
  DominatorChainText(ObjectText objects, RootOwners owners, DominatorChain chain, boolean raw) {
    this.raw = raw;
    this.objects = objects;
    this.owners = owners;
    this.chain = chain;
  }

  /** Returns how much a live object retains. */
  String retainedText(HeapPart part) {
    String share = Amounts.share(chain.retained(), chain.liveBytes());
    String whole = LivenessText.whole(part);
    return "retains " + Amounts.bytes(chain.retained()) + " (" + share + " " + whole + ")";
  }

  /** Writes the dominators of a live object. */
  void text(TextWriter out) {
    List<Dominator> all = chain.dominators();
    if (all.isEmpty()) {
      out.line("No dominators: no single object or root keeps it alive.");
      return;
    }
    out.heading("Dominators: removing any one frees it");
    List<Dominator> shown = new ArrayList<>();
    int next = 0;
    while (next < all.size() && shown.size() < MAX_ROWS) {
      int index = firstShown(next);
      shown.add(all.get(index));
      next = index + 1;
    }
    out.table(
        new Table<>(shown)
            .textOnly(
                "ADDRESS",
                Kind.ADDRESS,
                d -> d.object() == ObjectTable.NONE ? null : objects.addressOf(d.object()))
            .textOnly("RETAINS", Kind.BYTES, Dominator::retained)
            .textOnly(
                "WHAT",
                Kind.NAME,
                d ->
                    d.object() == ObjectTable.NONE
                        ? objects.roots().ownerName(owners, d.owner())
                        : label(d.object())));
    if (all.size() > next) {
      String more = Amounts.count(all.size() - next);
      out.line("  " + more + " more up to the root (--format json has all)");
    }
  }

  private String label(int object) {
    return raw ? objects.labelOf(object) : objects.wholeMapLabelOf(object);
  }

  /**
   * Returns the index of the first dominator to show from an index on: the parts of a map whose
   * header dominates them are left out.
   */
  private int firstShown(int index) {
    List<Dominator> all = chain.dominators();
    int end = index;
    while (!raw && end < all.size() && isInsideMap(end)) {
      end++;
    }
    if (end < all.size() && isObject(all.get(end), objects::isMapHeader)) {
      return end;
    }
    // the nodes of a sync.Map have one type, and the uppermost is its header
    return end > index && isObject(all.get(end - 1), objects::isMapHeader) ? end - 1 : index;
  }

  private boolean isInsideMap(int index) {
    Dominator above =
        index + 1 < chain.dominators().size() ? chain.dominators().get(index + 1) : null;
    return isObject(
        chain.dominators().get(index),
        object ->
            (above != null && above.object() != ObjectTable.NONE)
                ? objects.isInsideMap(object, above.object())
                : objects.isInsideMap(object));
  }

  private static boolean isObject(Dominator dominator, IntPredicate kind) {
    return dominator.object() != ObjectTable.NONE && kind.test(dominator.object());
  }

  /** Returns the retained size in bytes, 0 for garbage. */
  long retainedBytes() {
    return chain.retained();
  }

  /** Returns the dominators, nearest first, each created while it is written. */
  Iterable<Map<String, Object>> json() {
    return () -> chain.dominators().stream().map(this::json).iterator();
  }

  private Map<String, Object> json(Dominator dominator) {
    Json.Fields fields =
        dominator.object() != ObjectTable.NONE
            ? objects.json(dominator.object())
            : Json.fields()
                .with("holder", owners.kind(dominator.owner()).label())
                .with("place", objects.roots().ownerName(owners, dominator.owner()));
    return fields.with("retained", dominator.retained());
  }
}
