package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Decodes interfaces: finds the layout of the dynamic value by the type word, which is the address
 * of an itab or of a type descriptor. {@link #mayBeTypeWord}, {@link #mayBeRuntimeType} and {@link
 * #cachedValueOf} change nothing; several threads may call them while none calls another method.
 */
public final class InterfaceWords {
  private static final int DEEPEST = 16;

  /** How the data word refers to the value. */
  public enum DataWord {
    /** It points at a copy of the value. */
    BOXED,
    /** It is the value, a pointer. */
    POINTER,
    /** It is the value, a func. */
    CLOSURE,
    /** It is the value, a map or channel. */
    MAP_OR_CHANNEL,
    UNKNOWN,
    /** There is no value: the type word is not the address of an itab or type. */
    NONE
  }

  /**
   * The dynamic value of an interface.
   *
   * @param layout layout of the value that the data word points at; null for {@code UNKNOWN} and
   *     {@code NONE}
   * @param named whether the name of the type is known
   */
  public record DynamicValue(DataWord dataWord, @Nullable Layout layout, boolean named) {
    private static final DynamicValue UNKNOWN = new DynamicValue(DataWord.UNKNOWN, null, false);
    private static final DynamicValue NONE = new DynamicValue(DataWord.NONE, null, false);
  }

  private final HeapGraph graph;
  private final KnownTypes known;
  private final Layouts layouts;
  private final Closures closures;
  private final ObjectBytes peek;
  private final Long2ObjectOpenHashMap<DynamicValue> valueByTypeWord =
      new Long2ObjectOpenHashMap<>();
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

  /** A shared cursor for reading an object while another one is being scanned. */
  public ObjectBytes peek() {
    return peek;
  }

  /**
   * The dynamic value of interfaces with a type word, or null if the word is not the address of an
   * itab or type that the linker placed or that the dump names.
   */
  public @Nullable DynamicValue linkedValueOf(long typeWord) {
    return typeWord == 0 || !mayBeTypeWord(typeWord) ? null : valueOf(typeWord);
  }

  /**
   * The dynamic value of interfaces with a type word, including types that were made at run time;
   * null if the word is not the address of an itab or type.
   */
  public @Nullable DynamicValue valueOf(long typeWord) {
    DynamicValue found = valueByTypeWord.get(typeWord);
    if (found == null) {
      found = find(typeWord);
      valueByTypeWord.put(typeWord, found);
    }
    return found.dataWord() == DataWord.NONE ? null : found;
  }

  /**
   * Whether a word is the address of an itab or type that the dump names, or is in the program's
   * type section.
   */
  public boolean mayBeTypeWord(long typeWord) {
    return named.contains(typeWord) || known.mayBeDescriptor(typeWord);
  }

  /**
   * Whether a type word may be the address of a type that was made at run time: that of an object.
   */
  public boolean mayBeRuntimeType(long typeWord) {
    return graph.objects().find(typeWord) != ObjectTable.NONE;
  }

  /**
   * The dynamic value of interfaces with a type word that was decoded before, or null if it was
   * not.
   */
  public @Nullable DynamicValue cachedValueOf(long typeWord) {
    return valueByTypeWord.get(typeWord);
  }

  private DynamicValue find(long typeWord) {
    DumpRecord.Itab itab = graph.process().itabs().get(typeWord);
    long descriptor = itab == null ? typeWord : itab.type();
    GoType type = known.at(descriptor).orElse(null);
    if (type != null) {
      return of(type, 0);
    }
    DumpRecord.Type record = graph.process().types().get(descriptor);
    if (record != null) {
      return ofRecord(record);
    }
    return itab == null ? DynamicValue.NONE : DynamicValue.UNKNOWN;
  }

  private DynamicValue of(GoType type, int depth) {
    return switch (type.kind()) {
      case POINTER ->
          type.elem() == null
              ? DynamicValue.UNKNOWN
              : new DynamicValue(DataWord.POINTER, layouts.layoutOf(type.elem()), true);
      case MAP ->
          type.key() == null
              ? DynamicValue.UNKNOWN
              : new DynamicValue(DataWord.MAP_OR_CHANNEL, layouts.mapHeader(type), true);
      case CHAN ->
          type.elem() == null
              ? DynamicValue.UNKNOWN
              : new DynamicValue(DataWord.MAP_OR_CHANNEL, layouts.channels().header(type), true);
      case FUNC -> new DynamicValue(DataWord.CLOSURE, layouts.unresolvedClosure(), true);
      case UNSAFE_POINTER -> DynamicValue.UNKNOWN;
      case STRUCT -> {
        GoType inner = single(type);
        yield inner != null && depth < DEEPEST && inner.isPointerShaped()
            ? of(inner, depth + 1)
            : boxed(type);
      }
      case ARRAY -> {
        GoType elem = type.length() == 1 ? type.elem() : null;
        yield elem != null && depth < DEEPEST && elem.isPointerShaped()
            ? of(elem, depth + 1)
            : boxed(type);
      }
      default -> boxed(type);
    };
  }

  private DynamicValue boxed(GoType type) {
    return new DynamicValue(DataWord.BOXED, layouts.layoutOf(type), true);
  }

  private static @Nullable GoType single(GoType struct) {
    return struct.fields().size() == 1 ? struct.fields().get(0).type() : null;
  }

  /**
   * Decodes a value by its type record, which has only the name and size; for pointer types with
   * methods, only the package.
   */
  private DynamicValue ofRecord(DumpRecord.Type type) {
    if (type.name().endsWith(".")) {
      return new DynamicValue(
          DataWord.POINTER, layouts.unnamed(type.name() + "?", type.address()), false);
    }
    // a type of a pointer's size may be a pointer, and then the data word is the value itself
    if (type.size() == word || type.size() <= 0) {
      return DynamicValue.UNKNOWN;
    }
    return new DynamicValue(DataWord.BOXED, layouts.opaque(type.name(), type.size()), true);
  }
}
