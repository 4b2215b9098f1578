package dev.godump.analysis;

import dev.godump.binary.dwarf.Global;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.Variables;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Something that is thought away: objects, or roots.
 *
 * @param kind what it is
 * @param name what it is called, without its kind
 * @param objects ids of the objects that go, distinct
 * @param roots numbers of the roots that go
 */
public record Cut(Kind kind, String name, IntList objects, IntList roots) {

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

  /** One object. */
  public static Cut ofObject(HeapGraph graph, int id) {
    String name = "0x" + Long.toHexString(graph.objects().address(id));
    return new Cut(Kind.OBJECT, name, IntList.of(id), IntList.of());
  }

  /** The word at an offset of a segment, or empty if no such word points at an object. */
  public static Optional<Cut> ofGlobal(HeapGraph graph, RootKind segment, long offset) {
    Roots roots = graph.roots();
    return ofGlobal(graph, root -> roots.kind(root) == segment && roots.offset(root) == offset);
  }

  /** The word of a segment that has an address, or empty if no such word points at an object. */
  public static Optional<Cut> ofGlobal(HeapGraph graph, long address) {
    return ofGlobal(graph, root -> RootLabel.of(graph, root).address() == address);
  }

  /**
   * All pointers of a package variable, or empty if none of them leads to an object.
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
   * All roots of a goroutine: frames, closure, deferred calls, panics. Its descriptor stays; the
   * runtime keeps it for the next goroutine. Empty if the dump has no goroutine of this id.
   */
  public static Optional<Cut> ofGoroutine(HeapGraph graph, long id) {
    ProcessState process = graph.process();
    RootOwners owners = RootOwners.of(graph);
    for (int index = 0; index < process.goroutines().size(); index++) {
      if (process.goroutines().get(index).id() == id) {
        IntArrayList roots = new IntArrayList();
        int owner = owners.ownerOfGoroutine(index);
        if (owner >= 0) {
          roots.addAll(owners.get(owner).roots());
          owners
              .get(owner)
              .children()
              .forEach(frameOwner -> roots.addAll(owners.get(frameOwner).roots()));
        }
        return Optional.of(new Cut(Kind.GOROUTINE, Long.toString(id), IntList.of(), roots));
      }
    }
    return Optional.empty();
  }

  /** All objects whose type is known and its name has a match, or empty if there are none. */
  public static Optional<Cut> ofType(HeapGraph graph, HeapTypes types, Pattern name) {
    IntArrayList objects = new IntArrayList();
    for (int id = 0; id < graph.objects().count(); id++) {
      if (types.typeOf(id).filter(type -> name.matcher(type.name()).find()).isPresent()) {
        objects.add(id);
      }
    }
    return objects.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cut(Kind.TYPE, name.pattern(), objects, IntList.of()));
  }
}
