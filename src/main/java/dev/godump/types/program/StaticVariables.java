package dev.godump.types.program;

import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Variables of the data and BSS segments that have no name, called by the package variables that
 * lead to them. The compiler makes them for what variables are initialised with: of {@code var
 * cache = &Cache{…}} the struct is one, and its fields are {@code main.cache.entries}. Found when
 * first asked for.
 */
public final class StaticVariables {
  /** Fields and elements that are looked at, in all variables together. */
  private static final int MAX_VISITED = 1 << 20;

  private static final int MAX_DEPTH = 32;

  private final HeapGraph graph;
  private final ProgramTypes types;
  private final int word;

  /** By address before the slide, which is how variables have it. */
  private TreeMap<Long, Global> found;

  private final Deque<Global> pending = new ArrayDeque<>();
  private List<SegmentWords> segments;
  private int visited;

  StaticVariables(HeapGraph graph, ProgramTypes types) {
    this.graph = graph;
    this.types = types;
    this.word = graph.process().params().pointerSize();
  }

  /** All of them, in address order, by addresses before the slide. */
  public Collection<Global> all() {
    return found().values();
  }

  /** The one that lies at an address before the slide. */
  Optional<Global> at(long address) {
    return Optional.ofNullable(variableAt(found(), address));
  }

  private static Global variableAt(TreeMap<Long, Global> variables, long address) {
    Map.Entry<Long, Global> entry = variables.floorEntry(address);
    return entry != null && address - entry.getKey() < entry.getValue().size()
        ? entry.getValue()
        : null;
  }

  private TreeMap<Long, Global> found() {
    if (found == null) {
      found = new TreeMap<>();
      try {
        find();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private void find() throws IOException {
    segments = SegmentWords.all(graph);
    // what the runtime leads to is the runtime's
    types.globals().all().stream()
        .filter(global -> global.type().isPresent() && !global.name().startsWith("runtime."))
        .forEach(pending::add);
    for (Global next = pending.poll(); next != null; next = pending.poll()) {
      visit(next, next.type().orElseThrow(), 0, 0);
    }
  }

  private void visit(Global variable, GoType type, long offset, int depth) throws IOException {
    if (depth > MAX_DEPTH || ++visited > MAX_VISITED) {
      return;
    }
    switch (type.kind()) {
      case POINTER -> follow(variable, offset, type.elem(), word(variable, offset), 1);
      case SLICE ->
          follow(
              variable,
              offset,
              type.elem(),
              word(variable, offset),
              word(variable, offset + 2L * word));
      case INTERFACE -> {
        GoType held = dynamicType(word(variable, offset));
        if (held != null && held.kind() == Kind.POINTER) {
          follow(variable, offset, held.elem(), word(variable, offset + word), 1);
        }
      }
      case STRUCT -> {
        for (Field field : type.fields()) {
          visit(variable, field.type(), offset + field.offset(), depth + 1);
        }
      }
      case ARRAY -> {
        GoType elem = type.elem();
        boolean leads = elem != null && elem.size() > 0 && PointerWords.offsetsIn(elem).length > 0;
        for (long i = 0; leads && i < type.length() && visited <= MAX_VISITED; i++) {
          visit(variable, elem, offset + i * elem.size(), depth + 1);
        }
      }
      default -> {
        // maps, channels and closures are made at run time, in the heap
      }
    }
  }

  private GoType dynamicType(long first) {
    if (first == 0) {
      return null;
    }
    DumpRecord.Itab itab = graph.process().itabs().get(first);
    return types.at(itab == null ? first : itab.type()).orElse(null);
  }

  private void follow(Global variable, long offset, GoType elem, long target, long count) {
    if (target == 0 || elem == null || elem.size() <= 0 || count <= 0) {
      return;
    }
    SegmentWords segment = SegmentWords.find(segments, target);
    long address = target - types.slide();
    boolean fits = segment != null && count <= segment.remainingAt(target) / elem.size();
    if (!fits || types.globals().at(address).isPresent() || variableAt(found, address) != null) {
      return;
    }
    boolean parts = count > 1 || elem.kind() == Kind.STRUCT || elem.kind() == Kind.ARRAY;
    String name = variable.name() + FieldPath.of(variable.type().orElseThrow(), 1, offset).text();
    Global next =
        new Global(
            parts ? name : "*" + name,
            address,
            count * elem.size(),
            Optional.of(count == 1 ? elem : array(elem, count)));
    found.put(address, next);
    pending.add(next);
  }

  private static GoType array(GoType elem, long count) {
    Parts parts = new Parts(elem, null, count, List.of(), null, 0);
    return new GoType(
        "[" + count + "]" + elem.name(), Kind.ARRAY, count * elem.size(), 0, () -> parts);
  }

  /** A word of a variable; 0 where it isn't in the dump. */
  private long word(Global variable, long offset) throws IOException {
    long address = variable.address() + types.slide() + offset;
    SegmentWords segment = SegmentWords.find(segments, address);
    boolean there = segment != null && segment.words().hasWord(segment.offsetOf(address));
    return there ? segment.words().word(segment.offsetOf(address)) : 0;
  }
}
