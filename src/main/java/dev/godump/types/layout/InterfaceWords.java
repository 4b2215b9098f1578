package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/**
 * What the first word of an interface says of the second: by the dump's itabs, and by type
 * descriptors.
 */
public final class InterfaceWords {
  private static final int DEEPEST = 16;

  /** How the data word leads to the value. */
  public enum Way {
    /** It points at a copy of the value. */
    BOXED,
    /** It is the value, a pointer to one of the layout's. */
    POINTER,
    /** It is the value, a func. */
    CLOSURE,
    /** It is the value, a map or a channel. */
    MAP,
    UNKNOWN
  }

  /**
   * What an interface holds.
   *
   * @param layout of what the data word points at; null if the way is {@code UNKNOWN}
   * @param named whether the layout is that of the program's own descriptor, and not of a name only
   */
  public record Held(Way way, Layout layout, boolean named) {}

  private static final Held NONE = new Held(Way.UNKNOWN, null, false);

  private final HeapGraph graph;
  private final KnownTypes known;
  private final Layouts layouts;
  private final Closures closures;
  private final ObjectBytes peek;
  private final Long2ObjectOpenHashMap<Held> held = new Long2ObjectOpenHashMap<>();
  private final int word;

  /** Addresses of all itabs and types that the dump names. */
  private final LongOpenHashSet named = new LongOpenHashSet(1024, 0.25f);

  public InterfaceWords(HeapGraph graph, KnownTypes known, Layouts layouts, Closures closures) {
    this.graph = graph;
    this.known = known;
    this.layouts = layouts;
    this.closures = closures;
    this.peek = new ObjectBytes(graph);
    this.word = graph.process().params().pointerSize();
    named.addAll(graph.process().itabs().keySet());
    named.addAll(graph.process().types().keySet());
  }

  public Closures closures() {
    return closures;
  }

  /** For a look at an object while another is being gone through. */
  public ObjectBytes peek() {
    return peek;
  }

  /**
   * What an interface with a first word holds, or null if the word is neither an itab nor a type,
   * as far as the linker has put it where these are.
   */
  public Held held(long first) {
    return first == 0 || !mayHold(first) ? null : heldBy(first);
  }

  /**
   * What an interface with a first word holds, wherever its type is; null if the word is neither an
   * itab nor a type.
   */
  public Held heldBy(long first) {
    Held found = held.get(first);
    if (found == null) {
      found = find(first);
      held.put(first, found == null ? NONE : found);
    }
    return found == NONE ? null : found;
  }

  /**
   * Whether a word is the address of an itab or a type of the dump, or lies where the program has
   * types.
   */
  public boolean mayHold(long first) {
    return named.contains(first) || known.mayDescribe(first);
  }

  /**
   * Whether a word of an interface may lead to a type that was made at run time. Changes nothing.
   */
  public boolean mayBeMade(long first) {
    return graph.objects().find(first) >= 0;
  }

  /** As {@link #held}, without finding out; null if that would be needed. Changes nothing. */
  public Held foundBefore(long first) {
    return held.get(first);
  }

  private Held find(long first) {
    DumpRecord.Itab itab = graph.process().itabs().get(first);
    long descriptor = itab == null ? first : itab.type();
    GoType type = known.at(descriptor).orElse(null);
    if (type != null) {
      return of(type, 0);
    }
    DumpRecord.Type record = graph.process().types().get(descriptor);
    return record == null
        ? itab == null ? null : new Held(Way.UNKNOWN, null, false)
        : ofRecord(record);
  }

  private Held of(GoType type, int depth) {
    return switch (type.kind()) {
      case POINTER ->
          type.elem() == null
              ? new Held(Way.UNKNOWN, null, false)
              : new Held(Way.POINTER, layouts.of(type.elem()), true);
      case MAP ->
          type.key() == null
              ? new Held(Way.UNKNOWN, null, false)
              : new Held(Way.MAP, layouts.map(type), true);
      case CHAN ->
          type.elem() == null
              ? new Held(Way.UNKNOWN, null, false)
              : new Held(Way.MAP, layouts.channel(type), true);
      case FUNC -> new Held(Way.CLOSURE, null, true);
      case UNSAFE_POINTER -> new Held(Way.UNKNOWN, null, false);
      case STRUCT -> {
        GoType inner = single(type);
        yield inner != null && depth < DEEPEST && inner.pointerShaped()
            ? of(inner, depth + 1)
            : boxed(type);
      }
      case ARRAY -> {
        boolean one = type.length() == 1 && type.elem() != null && depth < DEEPEST;
        yield one && type.elem().pointerShaped() ? of(type.elem(), depth + 1) : boxed(type);
      }
      default -> boxed(type);
    };
  }

  private Held boxed(GoType type) {
    return new Held(Way.BOXED, layouts.of(type), true);
  }

  private static GoType single(GoType struct) {
    return struct.fields().size() == 1 ? struct.fields().get(0).type() : null;
  }

  /** Type records have a name and a size, and of pointer types with methods not even the name. */
  private Held ofRecord(DumpRecord.Type type) {
    if (type.name().endsWith(".")) {
      return new Held(Way.POINTER, layouts.unnamed(type.name() + "?", type.address()), false);
    }
    // a type of a pointer's size may be one, and then the word is the value and not a box of it
    if (type.size() == word || type.size() <= 0) {
      return new Held(Way.UNKNOWN, null, false);
    }
    return new Held(Way.BOXED, layouts.opaque(type.name(), type.size()), true);
  }
}
