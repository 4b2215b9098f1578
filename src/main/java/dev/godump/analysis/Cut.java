package dev.godump.analysis;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.paths.TypePattern;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.Variables;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Objects or roots that a what-if question removes from the heap.
 *
 * @param kind what was named to be removed
 * @param name of it, without its kind
 * @param objects ids of the removed objects, distinct
 * @param roots ids of the removed roots
 * @param cleared ids of objects that stay and lose their pointers: the g of a goroutine
 * @param unlinked ids of objects that no pointer leads to any more: the wait records of a goroutine
 */
public record Cut(
    Kind kind, String name, IntList objects, IntList roots, IntList cleared, IntList unlinked) {

  private Cut(Kind kind, String name, IntList objects, IntList roots) {
    this(kind, name, objects, roots, IntList.of(), IntList.of());
  }

  /** What can be cut. */
  public enum Kind {
    OBJECT("object"),
    GLOBAL("global"),
    GOROUTINE("goroutine"),
    TYPE("type");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in godump's output. */
    public String label() {
      return label;
    }
  }

  /** Cuts one object. */
  public static Cut ofObject(HeapGraph graph, int id) {
    String name = "0x" + Long.toHexString(graph.objects().address(id));
    return new Cut(Kind.OBJECT, name, IntList.of(id), IntList.of());
  }

  /** Cuts the word at an offset of a segment; empty if no pointer to an object is there. */
  public static Optional<Cut> ofGlobal(HeapGraph graph, RootKind segment, long offset) {
    Roots roots = graph.roots();
    return ofGlobal(graph, root -> roots.kind(root) == segment && roots.offset(root) == offset);
  }

  /** Cuts the word at an address in a segment; empty if no pointer to an object is there. */
  public static Optional<Cut> ofGlobal(HeapGraph graph, long address) {
    return ofGlobal(graph, root -> RootLabel.of(graph, root).address() == address);
  }

  /**
   * Cuts all pointers of a package variable; empty if none of them points at an object.
   *
   * @param variable at its address in the process
   */
  public static Optional<Cut> ofGlobal(HeapGraph graph, Global variable) {
    IntArrayList roots = Variables.roots(graph, variable);
    return roots.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cut(Kind.GLOBAL, variable.name(), IntList.of(), roots));
  }

  private static Optional<Cut> ofGlobal(HeapGraph graph, IntPredicate filter) {
    IntArrayList found = new IntArrayList();
    for (int root = 0; root < graph.roots().count(); root++) {
      RootKind kind = graph.roots().kind(root);
      if ((kind == RootKind.DATA || kind == RootKind.BSS) && filter.test(root)) {
        found.add(root);
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String name = RootLabel.of(graph, found.getInt(0)).text();
    return Optional.of(new Cut(Kind.GLOBAL, name, IntList.of(), found));
  }

  /**
   * Cuts a goroutine: its roots (frames, closure, deferred calls, panics), what its g points at,
   * and its wait records. The g itself stays, as the runtime keeps it for another goroutine. Empty
   * if the dump has no goroutine with this id.
   */
  public static Optional<Cut> ofGoroutine(HeapGraph graph, long id) {
    ProcessState process = graph.process();
    RootOwners owners = RootOwners.of(graph);
    for (int index = 0; index < process.goroutines().size(); index++) {
      if (process.goroutines().get(index).id() == id) {
        OwnerParts parts = new OwnerParts(owners);
        int owner = owners.ownerOfGoroutine(index);
        if (owner == RootOwners.NONE) {
          parts.addGoroutine(index);
        } else {
          parts.add(owner);
        }
        return Optional.of(parts.cut(Kind.GOROUTINE, Long.toString(id), IntList.of()));
      }
    }
    return Optional.empty();
  }

  /** Cuts objects and owners of roots: groups, goroutines, frames, words of variables. */
  public static Cut ofObjectsAndOwners(RootOwners owners, IntList objects, IntList ownerIds) {
    OwnerParts parts = new OwnerParts(owners);
    ownerIds.forEach(parts::add);
    return parts.cut(Kind.OBJECT, "", objects);
  }

  /** Collects what goes with owners of roots, and with the owners below them. */
  private static final class OwnerParts {
    private final RootOwners owners;
    private final IntArrayList roots = new IntArrayList();
    private final IntArrayList cleared = new IntArrayList();
    private final IntArrayList unlinked = new IntArrayList();

    OwnerParts(RootOwners owners) {
      this.owners = owners;
    }

    void add(int id) {
      RootOwners.Owner owner = owners.get(id);
      roots.addAll(owner.roots());
      if (owner.kind() == RootOwners.Kind.GOROUTINE) {
        addGoroutine(owner.index());
      }
      owner.children().forEach(this::add);
    }

    void addGoroutine(int index) {
      GoroutineObjects goroutines = owners.goroutineObjects();
      if (goroutines.g(index) != ObjectTable.NONE) {
        cleared.add(goroutines.g(index));
      }
      unlinked.addAll(goroutines.waitRecords(index));
    }

    Cut cut(Kind kind, String name, IntList objects) {
      return new Cut(kind, name, objects, roots, cleared, unlinked);
    }
  }

  /** Cuts all objects whose type a pattern selects; empty if there are none. */
  public static Optional<Cut> ofType(HeapGraph graph, HeapTypes types, TypePattern pattern) {
    IntArrayList objects = new IntArrayList();
    IntPredicate selected = ObjectClass.ofType(pattern).filter(graph, types);
    for (int id = 0; id < graph.objects().count(); id++) {
      if (selected.test(id)) {
        objects.add(id);
      }
    }
    return objects.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cut(Kind.TYPE, pattern.text(), objects, IntList.of()));
  }
}
