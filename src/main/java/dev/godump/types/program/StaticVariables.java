package dev.godump.types.program;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The unnamed variables of the data and BSS segments, named by the package variables that refer to
 * them. The compiler creates them for initial values: for {@code var cache = &Cache{…}} it creates
 * an unnamed struct with the fields {@code main.cache.entries}. Searched on first use. Not
 * thread-safe.
 */
public final class StaticVariables {
  /** The maximum number of values to visit, in all variables together. */
  private static final int MAX_VISITED = 1 << 20;

  private static final int MAX_DEPTH = 32;

  private final HeapGraph graph;
  private final ProgramTypes types;
  private final int wordSize;

  /** By address before the slide, as in {@link Global#address}. */
  private @Nullable NavigableMap<Long, Global> variableByAddress;

  StaticVariables(HeapGraph graph, ProgramTypes types) {
    this.graph = graph;
    this.types = types;
    this.wordSize = graph.process().params().pointerSize();
  }

  /** Returns all of them, in order of their addresses before the slide. */
  public Collection<Global> all() {
    return variableByAddress().values();
  }

  /** Returns the variable that contains an address before the slide. */
  Optional<Global> at(long address) {
    return variableAt(variableByAddress(), address);
  }

  private NavigableMap<Long, Global> variableByAddress() {
    if (variableByAddress == null) {
      try {
        variableByAddress = new Search().run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return variableByAddress;
  }

  private static Optional<Global> variableAt(NavigableMap<Long, Global> variables, long address) {
    return Optional.ofNullable(variables.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(variable -> address - variable.address() < variable.size());
  }

  /** Follows the pointers of package variables, breadth first. */
  private final class Search {
    private final NavigableMap<Long, Global> found = new TreeMap<>();
    private final Deque<Global> pending = new ArrayDeque<>();
    private final List<SegmentWords> segments = SegmentWords.all(graph);
    private int visited;

    NavigableMap<Long, Global> run() throws IOException {
      // variables that the runtime refers to belong to the runtime
      types.globals().all().stream()
          .filter(global -> global.type().isPresent() && !global.name().startsWith("runtime."))
          .forEach(pending::add);
      for (Global next = pending.poll(); next != null; next = pending.poll()) {
        visit(next, next.type().orElseThrow(), 0, 0);
      }
      return found;
    }

    private void visit(Global variable, GoType type, long offset, int depth) throws IOException {
      if (depth > MAX_DEPTH || ++visited > MAX_VISITED) {
        return;
      }
      switch (type.kind()) {
        case POINTER -> follow(variable, offset, type.elem(), word(variable, offset), 1);
        case SLICE -> visitSlice(variable, type.elem(), offset);
        case INTERFACE -> visitInterface(variable, offset);
        case STRUCT -> {
          for (Field field : type.fields()) {
            visit(variable, field.type(), offset + field.offset(), depth + 1);
          }
        }
        case ARRAY -> visitArray(variable, type, offset, depth);
        default -> {
          // maps, channels and closures are created at run time, in the heap
        }
      }
    }

    private void visitSlice(Global variable, @Nullable GoType elem, long offset)
        throws IOException {
      long address = word(variable, offset);
      long length = word(variable, offset + 2L * wordSize);
      follow(variable, offset, elem, address, length);
    }

    private void visitInterface(Global variable, long offset) throws IOException {
      GoType type = dynamicType(word(variable, offset));
      if (type != null && type.kind() == Kind.POINTER) {
        follow(variable, offset, type.elem(), word(variable, offset + wordSize), 1);
      }
    }

    private void visitArray(Global variable, GoType array, long offset, int depth)
        throws IOException {
      GoType elem = array.elem();
      if (elem == null || elem.size() <= 0 || PointerWords.offsetsIn(elem).length == 0) {
        return;
      }
      for (long i = 0; i < array.length() && visited <= MAX_VISITED; i++) {
        visit(variable, elem, offset + i * elem.size(), depth + 1);
      }
    }

    /** Returns the type of the value in an interface by its first word, or null. */
    private @Nullable GoType dynamicType(long typeWord) {
      if (typeWord == 0) {
        return null;
      }
      DumpRecord.Itab itab = graph.process().itabs().get(typeWord);
      return types.at(itab == null ? typeWord : itab.type()).orElse(null);
    }

    /** Records the values that a pointer refers to, unless they are known or not in a segment. */
    private void follow(
        Global variable, long offset, @Nullable GoType elem, long target, long count) {
      if (target == 0 || elem == null || elem.size() <= 0 || count <= 0) {
        return;
      }
      SegmentWords segment = SegmentWords.find(segments, target);
      long address = target - types.slide();
      boolean fits = segment != null && count <= segment.remainingAt(target) / elem.size();
      if (!fits
          || types.globals().at(address).isPresent()
          || variableAt(found, address).isPresent()) {
        return;
      }
      boolean hasParts = count > 1 || elem.kind() == Kind.STRUCT || elem.kind() == Kind.ARRAY;
      String name = variable.name() + FieldPath.of(variable.type().orElseThrow(), 1, offset).text();
      Global next =
          new Global(
              hasParts ? name : "*" + name,
              address,
              count * elem.size(),
              Optional.of(count == 1 ? elem : GoType.arrayOf(elem, count)));
      found.put(address, next);
      pending.add(next);
    }

    /** Reads a word of a variable, or 0 if the dump doesn't have it. */
    private long word(Global variable, long offset) throws IOException {
      long address = variable.address() + types.slide() + offset;
      SegmentWords segment = SegmentWords.find(segments, address);
      if (segment == null || !segment.words().hasWord(segment.offsetOf(address))) {
        return 0;
      }
      return segment.words().word(segment.offsetOf(address));
    }
  }
}
